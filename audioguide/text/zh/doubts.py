"""What a listener would not hear, or perhaps hear wrongly."""

from __future__ import annotations

import re

from ...i18n import _
from ...model import Lexicon
from .. import Doubt
from ..lexicon import apply, reading_problem
from ..markup import MARK
from .clean import HAN
from .tables import pairs

_PLAIN = re.compile(
    rf"[{HAN}\s\w，。、；：？！“”‘’（）《》〈〉【】「」『』…—–·•,.;:?!()\[\]\"'/\-‚‛„～~_①-⑳⒈-⒛㈠-㈩\U000f0000-\U000ffffd]"
)
_BLANK = re.compile(r"[XxＸ×*＊]{2,}")
_PAIRS = dict(zip("“‘「『（《【", "”’」』）》】", strict=True))


def doubts(text: str, lexicon: Lexicon) -> list[Doubt]:
    """Every doubt of a written text, in order of place."""
    found = [*_marks(text), *_unspeakable(text, lexicon), *_numbers(text, lexicon), *_unbalanced(text)]
    return sorted(found, key=lambda doubt: (doubt.start, doubt.code))


def _marks(text: str) -> list[Doubt]:
    found = []
    for mark in MARK.finditer(text):
        if problem := reading_problem(mark[1], mark[2].strip()):
            found.append(Doubt("bad-markup", mark.start(), mark[0], problem, _hint_mark()))
    masked = MARK.sub(lambda mark: " " * len(mark[0]), text)
    for stray in re.finditer(r"[{}|]", masked):
        found.append(
            Doubt(
                "bad-markup",
                stray.start(),
                _around(text, stray.start(), stray.end()),
                _("“{character}” does not belong to a reading mark.").format(character=stray[0]),
                _hint_mark(),
            )
        )
    return found


def _hint_mark() -> str:
    return _("A reading is written {example}: the word, a bar, its tone-number pinyin.").format(example="{长|zhang3}")


def _unspeakable(text: str, lexicon: Lexicon) -> list[Doubt]:
    masked = MARK.sub(lambda mark: "一" * len(mark[0]), text)
    found = []
    for blank in _BLANK.finditer(masked):
        found.append(
            Doubt(
                "placeholder",
                blank.start(),
                _around(text, blank.start(), blank.end()),
                _("“{blank}” stands for something left out; it is said as 某.").format(blank=blank[0]),
                _("Write what is meant, or leave the words out."),
            )
        )
    masked = _BLANK.sub(lambda blank: "一" * len(blank[0]), masked)
    known = pairs("symbols.tsv").keys() | pairs("units.tsv").keys() | pairs("currencies.tsv").keys()
    for place, character in enumerate(masked):
        if _PLAIN.match(character) or character in known or character in "{}|":
            continue
        found.append(
            Doubt(
                "unspeakable",
                place,
                _around(text, place, place + 1),
                _("“{character}” (U+{code:04X}) cannot be spoken and is passed over.").format(
                    character=character, code=ord(character)
                ),
                _("Take it out, or write the words it stands for."),
            )
        )
    return found


def _numbers(text: str, lexicon: Lexicon) -> list[Doubt]:
    from .normalise import normalise

    masked = MARK.sub(lambda mark: "一" * len(mark[0]), apply(text, lexicon) if lexicon else text)
    if len(masked) != len(text):
        masked = MARK.sub(lambda mark: "一" * len(mark[0]), text)
    found = []
    for bare in re.finditer(r"(?<![\d.\-A-Za-z第:：/])\d{3,8}(?=[”’』」）)，。；！？、]|$)", masked):
        said = normalise(masked[max(0, bare.start() - 8) : bare.end()])
        found.append(_ambiguous(text, bare, said))
    for pair in re.finditer(r"(?<![\d.\-:：/A-Za-z])\d+[-:：/]\d+(?=[”’』」）)，。；！？、]|$)", masked):
        found.append(_ambiguous(text, pair, normalise(pair[0])))
    return found


def _ambiguous(text: str, token: re.Match[str], said: str) -> Doubt:
    example = f"{{{token[0]}|…}}"
    return Doubt(
        "ambiguous-number",
        token.start(),
        token[0],
        _("“{number}” can be said in more than one way; now it is said “{said}”.").format(number=token[0], said=said),
        _("Write how it is said, as {example}, or name what is counted.").format(example=example),
        "note",
    )


def _unbalanced(text: str) -> list[Doubt]:
    found = []
    open_at: list[tuple[str, int]] = []
    closers = set(_PAIRS.values())
    for place, character in enumerate(clean_quotes(text)):
        if character in _PAIRS:
            open_at.append((_PAIRS[character], place))
        elif character in closers:
            if open_at and open_at[-1][0] == character:
                open_at.pop()
            else:
                found.append(_quote(text, place))
    found += [_quote(text, place) for _closer, place in open_at]
    return found


def clean_quotes(text: str) -> str:
    """Scanned quotes as real ones, character for character."""
    return text.replace("‚", "“").replace("‛", "”")


def _quote(text: str, place: int) -> Doubt:
    return Doubt(
        "unbalanced-quotes",
        place,
        _around(text, place, place + 1),
        _("“{character}” has no partner.").format(character=text[place]),
        _("Open and close every quotation and bracket within its paragraph."),
    )


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 8) : end + 8].replace("\n", " ").strip()
