"""How rightly commentary is read that no rule was written on.

    python -m benchmarks reading [--language zh] [--data FILE] [--show] [--kinds]

Scores ``tests/data/text/<language>/commentary.tsv`` and, of Chinese, ``persons.tsv``, or the file named. A line is
``written<TAB>expectations<TAB>kind``, expectations separated by `` ; ``:

- ``1:20=>一比二十|…``: the words of which one must be said for a number, a unit or a symbol; 幺 is not 一;
- ``为[2]=wei4|…``: the reading without tone changes of the second 为 of the sentence.

Files with a date in their names were written before anything was read by the product, and scored once then; with
``--data`` they are scored again. Most of their misses are open.

Kinds that begin with ``person`` hold readings of names. A wrong reading is worst where the product calls it sure, a
wrong number where it is silent.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from audioguide.errors import ConfigError
from audioguide.text import find_language
from audioguide.text.markup import strip_marks
from audioguide.text.zh import g2p

DATA = Path(__file__).parents[1] / "tests" / "data" / "text"
LANGUAGES = ("zh", "en", "es", "fr", "de")
Line = tuple[str, float, str]
_READING = re.compile(r"(.)\[(\d+)\]=([a-z0-9|]+)")
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两幺点负")


@dataclass(frozen=True)
class Expectation:
    """What must be said at one place of a sentence."""

    span: str
    """The written text: words, or one character of several readings."""
    alternatives: tuple[str, ...]
    """Spoken words or tone-number pinyin, each of them right."""
    occurrence: int = 0
    """Which of its like the character is, from 1; 0: a span that is said in words."""


@dataclass(frozen=True)
class Row:
    """One sentence of a data file."""

    written: str
    expectations: tuple[Expectation, ...]
    kind: str


@dataclass(frozen=True)
class Result:
    """One expectation and what became of it."""

    row: Row
    expectation: Expectation
    spoken: str
    """The reading, or the whole sentence as spoken."""
    is_right: bool
    confidence: str
    """Of a reading, as the product calls it; of words, ``silent`` or ``warned``."""

    @property
    def group(self) -> str:
        """What it counts for: ``persons``, ``readings`` or ``numbers``."""
        if not self.expectation.occurrence:
            return "numbers"
        return "persons" if self.row.kind.startswith("person") else "readings"


def read_rows(path: Path) -> list[Row]:
    """Return the sentences of a data file.

    Raises ValueError, naming file and line, where an expectation is not of the sentence.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        written, expectations, kind = line.split("\t")
        row = Row(written, tuple(map(parse_expectation, expectations.split(" ; "))), kind)
        for expectation in row.expectations:
            if written.count(expectation.span) < max(1, expectation.occurrence):
                raise ValueError(f"{path}:{number}: {expectation.span} is not in the sentence that often")
        rows.append(row)
    return rows


def parse_expectation(text: str) -> Expectation:
    """Return the expectation that a data file writes as ``span=>words`` or ``字[1]=pinyin``."""
    if match := _READING.fullmatch(text):
        return Expectation(match[1], tuple(match[3].split("|")), int(match[2]))
    span, arrow, words = text.rpartition("=>")
    if not arrow:
        raise ValueError(f"neither words nor a reading: {text}")
    return Expectation(span, tuple(words.split("|")))


def score_rows(rows: Iterable[Row], tag: str) -> Iterator[Result]:
    """Yield the result of every expectation, in order."""
    language = find_language(tag)
    says = says_chinese_words if tag == "zh" else says_words
    for row in rows:
        spoken = language.spoken(row.written)
        unmarked = strip_marks(spoken)
        issues = [(issue.start, issue.start + len(issue.excerpt)) for issue in language.text_issues(row.written)]
        readings = character_readings(row.written, spoken) if tag == "zh" else {}
        for expectation in row.expectations:
            start = find_occurrence(row.written, expectation)
            if expectation.occurrence:
                reading, confidence = readings.get(start, ("", "doubtful"))
                yield Result(row, expectation, reading, reading in expectation.alternatives, confidence)
                continue
            end = start + len(expectation.span)
            warned = any(first < end and start < last for first, last in issues)
            is_right = says(unmarked, row.written, expectation)
            yield Result(row, expectation, unmarked, is_right, "warned" if warned else "silent")


def find_occurrence(written: str, expectation: Expectation) -> int:
    """Return the offset of the expectation's span in its sentence."""
    place = -1
    for _ in range(max(1, expectation.occurrence)):
        place = written.index(expectation.span, place + 1)
    return place


def character_readings(written: str, spoken: str) -> dict[int, tuple[str, str]]:
    """Return reading and confidence of the characters of a written Chinese sentence, by offset."""
    syllables = g2p.to_syllables(spoken)
    text = "".join(syllable.text for syllable in syllables)
    places = []
    for syllable in syllables:
        places += [syllable] * len(syllable.text)
    blocks = SequenceMatcher(None, text, written, autojunk=False).get_matching_blocks()
    pairs = ((block.b + i, places[block.a + i]) for block in blocks for i in range(block.size))
    return {offset: (syllable.pinyin, syllable.confidence) for offset, syllable in pairs}


def says_chinese_words(spoken: str, written: str, expectation: Expectation) -> bool:
    """Return whether a spoken Chinese sentence has the words and no further numeral runs into them.

    Marks of punctuation inside the words do not count: telephone numbers are said in groups.
    """
    start = written.index(expectation.span)
    before, after = written[:start][-1:], written[start + len(expectation.span) :][:1]
    text = unicodedata.normalize("NFKC", spoken).replace("〇", "零").casefold()
    for words in expectation.alternatives:
        pattern = r"[\W_]*".join(map(re.escape, words.casefold()))
        for match in re.finditer(pattern, text):
            runs_on = (text[: match.start()][-1:] in _NUMERALS and not is_numeral(before)) or (
                text[match.end() :][:1] in _NUMERALS and not is_numeral(after)
            )
            if not runs_on:
                return True
    return False


def is_numeral(char: str) -> bool:
    """Return whether a written character is part of a number."""
    return char in _NUMERALS or char.isnumeric()  # "" is neither


def says_words(spoken: str, _written: str, expectation: Expectation) -> bool:
    """Return whether a sentence of a spaced language has the words; case, hyphens and punctuation do not count."""
    return any(
        f" {normalise(words)} " in f" {normalise(spoken)} "
        for words in expectation.alternatives
        for normalise in (normalise_words, join_letters)
    )


def normalise_words(text: str) -> str:
    """Return the words in lower case with single spaces."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def join_letters(text: str) -> str:
    """Return the normalised words, letters said one by one (B C, b.c.) as one word."""
    runs = groupby(normalise_words(text).split(), key=lambda word: len(word) == 1 and word.isalpha())
    return " ".join(("" if are_letters else " ").join(run) for are_letters, run in runs)


def percentage_where(results: Iterable[Result], holds: Callable[[Result], bool]) -> float:
    """Return the percentage of results of which something holds; 0 of none."""
    counted = [holds(result) for result in results]
    return 100 * sum(counted) / max(1, len(counted))


def is_wrong_and_sure(result: Result) -> bool:
    """Return whether the worst has happened: it is wrong and nobody is warned."""
    return not result.is_right and result.confidence in ("sure", "silent")


def summarise(results: list[Result], tag: str) -> list[Line]:
    """Return the figures of one language with their targets, each with the number of its cases."""
    lines = []
    least = 96 if tag == "zh" else 92
    for group, target in (("numbers", least), ("readings", 96), ("persons", 92)):
        cases = [result for result in results if result.group == group]
        if not cases:
            continue
        label = f"{tag} {group} ({len(cases)})"
        lines.append((f"{label}, right %", percentage_where(cases, lambda result: result.is_right), f">= {target}"))
        if group == "numbers":
            most = "" if tag == "zh" else "0"
            lines.append((f"{label}, wrong and not warned of %", percentage_where(cases, is_wrong_and_sure), most))
            continue
        most = "<= 1" if group == "persons" else ""
        lines.append((f"{label}, wrong and called sure %", percentage_where(cases, is_wrong_and_sure), most))
        for confidence in ("sure", "likely", "doubtful"):
            called = [result for result in cases if result.confidence == confidence]
            most = {"sure": "<= 1" if group == "persons" else "<= 0.5"}.get(confidence, "")
            figure = percentage_where(called, lambda result: not result.is_right)
            lines.append((f"{tag} {group} called {confidence} ({len(called)}), wrong %", figure, most))
    for reading in ("wei4", "wei2"):
        cases = [r for r in results if r.expectation.span == "为" and r.expectation.alternatives == (reading,)]
        if cases:
            figure = percentage_where(cases, lambda result: result.is_right)
            lines.append((f"{tag} 为 {reading} ({len(cases)}), right %", figure, ">= 95"))
    return lines


def run() -> list[Line]:
    """Return the figures of every language that the product speaks."""
    return [line for tag in spoken_languages() for line in summarise(score_files(data_files(tag), tag), tag)]


def spoken_languages() -> list[str]:
    """Return the languages with data that the product speaks."""
    spoken = []
    for tag in LANGUAGES:
        with suppress(ConfigError):
            find_language(tag)
            spoken.append(tag)
    return spoken


def data_files(tag: str) -> list[Path]:
    """Return the data files of one language."""
    return sorted({*(DATA / tag).glob("commentary.tsv"), *(DATA / tag).glob("persons.tsv")})


def score_files(paths: Iterable[Path], tag: str) -> list[Result]:
    """Return the results of all sentences of the files."""
    return [result for path in paths for result in score_rows(read_rows(path), tag)]


def print_kinds(results: list[Result]) -> None:
    """Print for every kind of sentence how many expectations are right, the worst first."""
    total = Counter((result.group, result.row.kind) for result in results)
    right = Counter((result.group, result.row.kind) for result in results if result.is_right)
    for case, count in sorted(total.items(), key=lambda item: right[item[0]] / item[1]):
        group, kind = case
        print(f"    {group:<9} {kind:<18}{right[case]:>5} of {count:<5}{right[case] / count:>7.1%}")


def print_misses(results: list[Result]) -> None:
    """Print what is not said as it must be, and how sure the product is of it."""
    for result in results:
        if result.is_right:
            continue
        expectation = result.expectation
        place = f"[{expectation.occurrence}]" if expectation.occurrence else ""
        print(f"{result.row.kind}: {result.row.written}")
        print(f"    {expectation.span}{place}: {'|'.join(expectation.alternatives)}, not {result.spoken}", end="")
        print(f" ({result.confidence})")


def main(arguments: list[str] | None = None) -> None:
    """Print the figures that the command line asks for."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks reading", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="all without it; may be repeated")
    parser.add_argument(
        "--data", type=Path, action="append", help="a file in place of the repository's; of one language"
    )
    parser.add_argument("--show", action="store_true", help="print what is said otherwise")
    parser.add_argument("--kinds", action="store_true", help="print the figures of each kind of sentence")
    options = parser.parse_args(arguments)
    tags = options.language or spoken_languages()
    if options.data and len(tags) > 1:
        parser.error("--data is of one language: name it with --language")
    for tag in tags:
        results = score_files(options.data or data_files(tag), tag)
        if options.show:
            print_misses(results)
        for line, value, target in summarise(results, tag):
            print(f"{line:64} {value:10.2f}  {target}", flush=True)
        if options.kinds:
            print_kinds(results)


if __name__ == "__main__":
    main()
