"""Hostile and accidental input, for a while: nothing but our own errors, and nothing that takes long.

    python -m benchmarks fuzz --minutes 30      random input for every reader of authors' text
    python -m benchmarks fuzz --growth          how the time grows when hostile text doubles

Each input is at most 64 KB. What is found is printed with what makes it again, and belongs into a test.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
MAX_INPUT_CHARS = 16_000
"""64 KB of characters of four bytes."""
MAX_S = 2.0
"""For one input."""
START_CHARS = 500
"""Length at which growth is first measured."""
MAX_CHARS = 16_000
"""Length at which growth is last measured."""
MAX_GROWTH = 2.6
"""By which time may grow when the text doubles: linear and 30 %."""
MIN_MEASURED_S = 0.05
"""Below this a time says nothing."""

_PIECES = """
{ } | [ ] ( ) （ ） 【 】 《 》 “ ” " ' ‘ ’ 「 」 , . ; : ! ? ， 。 ； ： ！ ？ 、
… — - – ~ * # > ` _ = + / \\ @ % & < ^ $ € £ ¥ ° № §
0 1 2 3 4 5 6 7 8 9 ０ ９ 零 一 二 三 十 百 千 万 亿 两 半 第 年 月 日 时 分 点 号 米 公里 岁 人
a Z é ñ ß œ Đ ж 한 あ 字 長 长 行 重 的 地 得 为 儿 🎧
第一篇 画面: 解说： 站点 Stop VISUAL: [walk] （停顿） {长|zhang3} {a| 1,250 3/4/1901 1-1-1 12:30 ½ XIV Dr. A. p. 3-4
https://a.b/c?d=e a@b.cd 13800138000 GB/T1-2020 ``` &amp; <b> <!-- ]]> title: stops: text: &a *a
"""
_SPACES = (
    "\n",
    "\t",
    " ",
    "\u3000",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\u2028",
    "\x85",
    "\0",
    "\x7f",
    "\n  - ",
    ": |\n      ",
)
PIECES = (*_PIECES.split(), *_SPACES)
_SHAPES = """
a 字 . , ， 。
- – — … “ ” （ ( [ { | {a| 1 0 9, 1,111 1- 1/ 1: 1. 一 十 万 第一 年 A A.B. M (a a- a' 字a a字 儿 长 为 的
$1 1$ 1% ° ½ 1½ @ a@ /a http:// <a> & # 画面:
"""
SHAPES = (
    *_SHAPES.split(),
    *(" ", "\t", "\n", "12 ", "1 ", "A. ", "X. X. ", "Dr. ", "IV ", "a b ", "ab ", "字 ", "* ", "- a\n", "第一篇\n"),
)


@dataclass
class Target:
    """Something that reads text or bytes of others."""

    name: str
    read: Callable[[str], object]
    expected: tuple[type[BaseException], ...] = ()
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def targets(folder: Path) -> Iterator[Target]:
    """Yield everything that reads what people wrote."""
    from audioguide import importers
    from audioguide.authoring import script
    from audioguide.errors import AudioguideError
    from audioguide.text import find_language, markup, pls, split_and_normalise

    ours = (AudioguideError,)
    for tag in ("zh-CN", "en", "es", "fr", "de"):
        try:
            find_language(tag)
        except AudioguideError:
            continue
        yield Target(f"normalise {tag}", lambda text, tag=tag: split_and_normalise(text, tag), ours)  # type: ignore[misc]
        yield Target(
            f"text issues {tag}",
            lambda text, tag=tag: find_language(tag).text_issues(text),  # type: ignore[misc]
            ours,
        )
    yield Target("script", lambda text: script.script_problems(text.encode(), folder / "mill.yaml"), ours)
    yield Target("unwrap", script.unwrap_lines, ours)
    yield Target("marks", markup.strip_marks, ours)
    yield Target("import txt", lambda text: importers.read_bytes(text.encode("utf-8", "replace"), "a.txt"), ours)
    yield Target("import md", lambda text: importers.read_bytes(text.encode("utf-8", "replace"), "a.md"), ours)
    yield Target("import html", lambda text: importers.read_bytes(text.encode("utf-8", "replace"), "a.html"), ours)
    yield Target("lexicon in PLS", lambda text: pls.parse_pls(text.encode("utf-8", "replace")), ours)


def fuzz(minutes: float, seed: int) -> list[Target]:
    """Feed random text to every target in turn; return the targets with what was found."""
    made = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        found = list(targets(Path(name)))
        for target in found:
            _warm_up(target)
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            for target in found:
                text = random_text(made)
                begin = time.monotonic()
                try:
                    target.read(text)
                except target.expected:
                    pass
                except Exception:
                    target.faults.append(f"{text!r}\n{traceback.format_exc(limit=-2)}")
                seconds = time.monotonic() - begin
                if seconds > MAX_S:
                    target.faults.append(f"{seconds:.1f} s: {text[:200]!r} … {len(text)} characters")
                target.slowest = max(target.slowest, seconds)
    return found


def _warm_up(target: Target) -> None:
    """Load dictionaries and models before anything is measured."""
    with suppress(*target.expected):
        target.read("这里是1949年的大门。 The gate of 1949.")


def random_text(made: random.Random) -> str:
    """Return pieces in a row, a few of them many times."""
    parts: list[str] = []
    for _n in range(made.choice((3, 10, 40, 150))):
        parts.append(made.choice(PIECES) * (made.randrange(200) if made.random() < 0.02 else 1))
    return "".join(parts)[:MAX_INPUT_CHARS]


def growth() -> Iterator[Line]:
    """Yield for each target the worst factor by which its time grows when one of the shapes doubles."""
    with tempfile.TemporaryDirectory() as name:
        for target in targets(Path(name)):
            _warm_up(target)
            worst, shape_of_worst = 0.0, ""
            for shape in SHAPES:
                factor = shape_growth(target, shape)
                if factor > worst:
                    worst, shape_of_worst = factor, shape
            title = f"growth, {target.name}: worst of {len(SHAPES)}, {shape_of_worst!r}"
            yield title, worst, f"≤ {MAX_GROWTH}"


def shape_growth(target: Target, shape: str) -> float:
    """Return the factor of time at the last doubling that can be measured; 0 where all of it is too quick."""
    before = factor = 0.0
    length = START_CHARS
    while length <= MAX_CHARS:
        text = "开始 a " + shape * (length // len(shape)) + " 完 b。"
        begin = time.process_time()
        try:
            target.read(text)
        except target.expected:
            return 0.0
        seconds = time.process_time() - begin
        if before > MIN_MEASURED_S:
            factor = seconds / before
        if seconds > MAX_S:
            return factor
        before = seconds
        length *= 2
    return factor


def run() -> list[Line]:
    """Report what a minute of fuzzing finds, and growth."""
    faults = sum(len(target.faults) for target in fuzz(1, 0))
    return [("faults in a minute of fuzzing", faults, "0"), *growth()]


def main(arguments: list[str]) -> None:
    """Fuzz, or measure growth, as asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args(arguments)
    if options.growth:
        for name, value, wanted in growth():
            print(f"{name:72} {value:8.2f}  {wanted}", flush=True)
        return
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    found = fuzz(options.minutes, seed)
    for target in found:
        print(f"{target.name:24} slowest {target.slowest:6.2f} s, {len(target.faults)} faults")
    for target in found:
        for fault in target.faults[:5]:
            print(f"\n{target.name} (seed {seed}):\n{fault}")
    sys.exit(any(target.faults for target in found))


if __name__ == "__main__":
    main(sys.argv[1:])
