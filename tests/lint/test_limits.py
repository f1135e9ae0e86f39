"""Thousands of problems: the first of each kind are listed, all are counted, and the work grows with the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

import pytest

from audioguide import lint
from audioguide.authoring import script
from audioguide.i18n import use_message_language
from audioguide.lint.limits import MAX_ALIKE_IN_SCRIPT, MAX_ALIKE_IN_STOP, limit_alike
from audioguide.model import Place, Problem, Segment, Settings, Severity, Stop, Tour
from audioguide.text import find_language, latin_base, semiotic
from audioguide.text.unread_signs import find_unread_signs
from audioguide.text.zh import normalise, spoken_alignment

BAD_TEXT = {
    "unclosed mark": ("{a|0", "bad-markup"),
    "mark without a bar": ("{水}", "bad-markup"),
    "stray brace": ("a}", "bad-markup"),
    "unknown syllable": ("{长|zhing3}", "bad-markup"),
    "too many syllables": ("{长|chang2 shui3}", "bad-markup"),
    "unclosed bracket": ("a（b ", "unbalanced-quotes"),
    "unopened quote": ("a”", "unbalanced-quotes"),
    "unspeakable sign": ("a\U0001f3a7", "unspeakable"),
    "unclosed pause": ("（停顿", "unbalanced-quotes"),
    "ambiguous number": ("在1-2。", "ambiguous-number"),
}
"""What is repeated, and the code of its problem."""


def problem_of(stop: str, severity: Severity = "warning", code: str = "bad-markup", line: int = 1) -> Problem:
    return Problem(severity, code, "wrong", Place("scripts/mill.yaml", line), stop=stop)


def check_stops(folder: Path, *texts: str) -> list[Problem]:
    stops = tuple(Stop(str(n), f"Gate {n}", (Segment(text),)) for n, text in enumerate(texts, 1))
    path = folder / "scripts/mill.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(script.write_script(Tour("mill", "zh-CN", "Mill", stops)), "utf-8")
    return list(lint.check_tour(script.load_tour(path), Settings()))


@pytest.mark.parametrize("kind", BAD_TEXT)
def test_all_problems_of_a_bad_text_are_counted_and_the_first_listed(tmp_path: Path, kind: str) -> None:
    shape, code = BAD_TEXT[kind]
    with use_message_language("en"):
        listed = check_stops(tmp_path, "好" + shape * 45)
        many = check_stops(tmp_path, "好" + shape * 1_200)
    assert all("not listed" not in problem.message for problem in listed if problem.code == code)
    assert 45 <= sum(problem.code == code for problem in listed) <= MAX_ALIKE_IN_STOP
    alike = [problem for problem in many if problem.code == code]
    counts = [problem for problem in alike if "more of this kind" in problem.message]
    assert len(alike) == MAX_ALIKE_IN_STOP + 1 and len(counts) == 1 and counts[0].hint
    omitted = int(counts[0].message.split()[0].replace(",", ""))
    assert 1_000 <= len(alike) - 1 + omitted <= 2_500
    assert max(Counter((problem.code, problem.severity) for problem in many).values()) <= MAX_ALIKE_IN_STOP + 1


def test_a_script_of_many_bad_stops_lists_so_many_and_names_the_last_listed(tmp_path: Path) -> None:
    problems = check_stops(tmp_path, *["好{a0好" * 60] * 60)
    marks = [problem for problem in problems if problem.code == "bad-markup"]
    assert len(marks) == MAX_ALIKE_IN_SCRIPT + 1
    assert Counter(problem.stop for problem in marks)["1"] == 60


@pytest.mark.parametrize("count", [0, 1, MAX_ALIKE_IN_STOP - 1, MAX_ALIKE_IN_STOP])
def test_no_problem_of_an_ordinary_number_is_left_out(count: int) -> None:
    problems = [problem_of(str(stop)) for stop in range(5) for _n in range(count)]
    assert list(limit_alike(problems)) == problems


def test_every_problem_is_listed_or_counted() -> None:
    problems = [problem_of(str(n % 7), line=n) for n in range(5_000)]
    shown = list(limit_alike(problems))
    listed = [problem for problem in shown if problem.message == "wrong"]
    omitted = sum(int(problem.message.split()[0].replace(",", "")) for problem in shown if problem.message != "wrong")
    assert len(listed) + omitted == len(problems)
    assert len(shown) <= MAX_ALIKE_IN_SCRIPT + 8


def test_warnings_do_not_hide_an_error_nor_one_kind_another() -> None:
    warnings = [problem_of("1")] * 5_000
    others = [problem_of("1", "error"), problem_of("1", code="unspeakable"), problem_of("2")]
    assert set(others) <= set(limit_alike([*warnings, *others]))


def test_the_count_is_where_the_first_left_out_is_and_as_grave() -> None:
    problems = [problem_of("1", "error", line=n) for n in range(1, 500)]
    last = list(limit_alike(problems))[-1]
    assert (last.place.line, last.severity, last.code, last.stop) == (MAX_ALIKE_IN_STOP + 1, "error", "bad-markup", "1")


@pytest.mark.parametrize("shape", ["3{只|zhi1}", "{长|zhang3 ", "a1/b ", "5~x", "1′2 "])
def test_a_clause_is_put_into_words_once_for_all_its_expressions(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    def in_words(text: str) -> str:
        lengths.append(len(text))
        return normalise.in_words(text)

    monkeypatch.setattr(spoken_alignment, "in_words", in_words)

    def count_characters(times: int) -> int:
        spoken_alignment._spoken_gaps.cache_clear()
        lengths.clear()
        find_language("zh-CN").text_issues("开始" + shape * times, ())
        return sum(lengths)

    assert count_characters(400) <= 2.6 * count_characters(200) + 100


@pytest.mark.parametrize("tag", ["en", "es", "fr", "de"])
def test_a_piece_is_searched_for_tokens_once_by_all_who_ask(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []

    def find_tokens(text: str, rules: Sequence[semiotic.Rule]) -> list[semiotic.Token]:
        searched.append(len(text))
        return semiotic.find_tokens(text, rules)

    monkeypatch.setattr(latin_base, "find_tokens", find_tokens)
    language = find_language(tag)
    text = " ".join(f"{n} a" for n in range(3_000))
    for piece in language.sentences(text):
        language.readings(piece)
        language.spoken_length(piece)
    assert 0 < sum(searched) <= 1.1 * len(text)


class CountedTokens(Sequence[semiotic.Token]):
    """Tokens that count how many of them are looked at."""

    def __init__(self, tokens: Iterable[semiotic.Token]) -> None:
        self._tokens = tuple(tokens)
        self.looked_at = 0

    def __len__(self) -> int:
        return len(self._tokens)

    @overload
    def __getitem__(self, place: int) -> semiotic.Token: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[semiotic.Token]: ...
    def __getitem__(self, place: int | slice) -> semiotic.Token | Sequence[semiotic.Token]:
        chosen = self._tokens[place]
        self.looked_at += len(chosen) if isinstance(chosen, tuple) else 1
        return chosen


def test_a_sign_looks_at_the_tokens_beside_it_only() -> None:
    text = "5~ a " * 2_000
    tokens = CountedTokens(semiotic.Token(n, n + 1, "number", "five") for n in range(0, len(text), 5))
    assert len(find_unread_signs(text, tokens)) <= len(tokens)
    assert 0 < tokens.looked_at <= 10 * len(tokens)
