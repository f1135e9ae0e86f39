"""What proof-listening finds: mistakes planted in real stops, and how long it takes.

``python -m benchmarks.proof --planted`` speaks stops of the scripts with the embedded voice, first as they are, then
each time with one mistake, and proof-listens to all of them. ``--tours`` listens to what is built: all Chinese tours,
or those named. With ``AUDIOGUIDE_CACHE`` set to an empty folder every clip compared with is spoken again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import wave
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from audioguide import proof
from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.audio import ffmpeg
from audioguide.commands import build
from audioguide.model import Clip, Sentence, Span, Utterance, Voice
from audioguide.project import Project, find_project
from audioguide.proof.expected import ExpectedStop
from audioguide.proof.recogniser import Listener
from audioguide.proof.reference_voices import ReferenceVoices
from audioguide.text import markup

Kind = Literal["reading", "number", "dropped", "repeated", "truncated"]
Line = tuple[str, float, str]
PAUSE = 450
"""Milliseconds between sentences."""
CUT = 0.25
"""Share of a sentence that a truncated one lacks."""


@dataclass(frozen=True)
class Plant:
    """One mistake in one sentence of a stop."""

    site: str
    stop: str
    kind: Kind
    where: str
    """A part of the sentence's spoken text, marks taken out."""
    instead: str = ""
    """Pinyin for a reading, words for a number."""


PLANTS = (
    Plant("caizhengju", "3", "reading", "硕", "shi2"),
    Plant("caizhengju", "3", "reading", "焦作", "jiao1 zha4"),
    Plant("caizhengju", "2", "reading", "播", "fan1"),
    Plant("caizhengju", "3", "reading", "荣誉墙", "rong2 ju3 qiang2"),
    Plant("caizhengju", "1a", "number", "四十四", "十四"),
    Plant("caizhengju", "1a", "number", "七个", "三个"),
    Plant("caizhengju", "1a", "number", "六十八", "九十八"),
    Plant("caizhengju", "3", "number", "三年", "八年"),
    Plant("caizhengju", "1a", "dropped", "干部职工"),
    Plant("caizhengju", "2", "dropped", "电子大屏幕"),
    Plant("caizhengju", "3", "dropped", "天道酬勤"),
    Plant("caizhengju", "7", "dropped", "预算执行"),
    Plant("caizhengju", "1a", "repeated", "其中党员三十二人"),
    Plant("caizhengju", "2", "repeated", "在全局上下营造了良好的党建宣传氛围"),
    Plant("caizhengju", "3", "repeated", "天道酬勤"),
    Plant("caizhengju", "7", "repeated", "集中支付工作"),
    Plant("caizhengju", "1a", "truncated", "解放西路"),
    Plant("caizhengju", "2", "truncated", "滚动播放"),
    Plant("caizhengju", "3", "truncated", "累累硕果"),
    Plant("caizhengju", "7", "truncated", "预算执行"),
)
UNSEEN = (
    Plant("mozui-village", "3", "reading", "行驶", "hang2 shi3"),
    Plant("sanhe", "2c", "reading", "给居民", "ji3 ju1 min2"),
    Plant("longqing-school", "3", "reading", "落实", "la4 shi2"),
    Plant("zuosan", "2", "reading", "参加", "shen1 jia1"),
    Plant("suning", "6", "reading", "单干", "shan4 gan4"),
    Plant("mozui-village", "2", "reading", "纯收入", "tun2 shou1 ru4"),
    Plant("mozui-village", "2", "number", "六百七十七户", "六百一十七户"),
    Plant("mozui-village", "2", "number", "五十亩", "九十亩"),
    Plant("sanhe", "2c", "number", "三十六户", "三十二户"),
    Plant("zuosan", "2", "number", "六百名", "八百名"),
    Plant("suning", "6", "number", "一百九十六村", "一百六十九村"),
    Plant("zuosan", "2", "dropped", "其次是规定"),
    Plant("sanhe", "2c", "dropped", "棋盘式"),
    Plant("suning", "6", "dropped", "因地制宜"),
    Plant("mozui-village", "4", "repeated", "由村民田永梦投资二点一万元开办"),
    Plant("zuosan", "2", "repeated", "学习氛围十分浓厚"),
    Plant("longqing-school", "6", "repeated", "处理和完成党支部各项具体工作"),
    Plant("mozui-village", "5", "truncated", "公路的左下边"),
    Plant("sanhe", "2c", "truncated", "辖区内的物业公司"),
    Plant("zuosan", "2", "truncated", "灯火通明"),
)
"""Mistakes chosen after the judge was set by those above, in tours that had no part in it."""
HARD = (
    Plant("caizhengju", "2", "reading", "屏", "bing3"),
    Plant("caizhengju", "7", "reading", "执行", "zhi2 hang2"),
    Plant("caizhengju", "7", "reading", "重大", "chong2 da4"),
    Plant("caizhengju", "1a", "reading", "解放", "xie4 fang4"),
    Plant("caizhengju", "6", "reading", "长廊", "zhang3 lang2"),
    Plant("caizhengju", "3", "reading", "称号", "chen4 hao4"),
)
"""Misreadings that sound much like the right reading, or where the recogniser writes the common word regardless."""
TONES = (
    Plant("suning", "1a", "reading", "蔡长水", "cai4 zhang3 shui3"),
    Plant("xiyang", "6", "reading", "水磨头", "shui3 mo2 tou2"),
    Plant("jiangning", "4a", "reading", "还利于民", "hai2 li4 yu2 min2"),
    Plant("longqing-school", "1", "reading", "好问", "hao3 wen4"),
    Plant("xiyang", "18a", "reading", "秸杆", "jie1 gan1"),
    Plant("xiyang", "7c", "reading", "还权于民", "hai2 quan2 yu2 min2"),
)
"""What dictionaries make of names and words of the corpus; half of them differ from the right reading by tone only."""


@lru_cache
def spoken(project: Project, site: str) -> tuple[build.TourBuild, dict[Utterance, Clip]]:
    """A tour's order and every one of its clips, from the cache as far as they are there."""
    jobs = build.gather_builds(project, build.BuildRequest((site,), engine="kokoro"), build.BuildListener())
    job = next(job for job in jobs if job.tour.language.startswith("zh"))
    stops = {plant.stop for plant in (*PLANTS, *UNSEEN, *HARD, *TONES) if plant.site == site}
    tour = replace(job.tour, stops=tuple(stop for stop in job.tour.stops if stop.number in stops))
    asked = synthesis.plan_utterances(tour, job.lexicon, job.cast, job.engine)
    return job, dict(zip(asked, _clips(project, job, asked), strict=True))


def _clips(project: Project, job: build.TourBuild, asked: tuple[Utterance, ...]) -> list[Clip]:
    clips = synthesis.speak_utterances(asked, job.engine, Cache(project.cache))
    return [clips.load_clip(index) for index in range(len(asked))]


def planted(project: Project, plant: Plant | None, site: str, stop: str, folder: Path) -> tuple[ExpectedStop, int]:
    """A stop's sound with a mistake (None: without one) and what it should say; the index of the sentence hit."""
    job, clips = spoken(project, site)
    parts: list[bytes] = []
    spans: list[Span] = []
    expected: list[Sentence] = []
    who: list[Voice] = []
    hit, at = -1, 0
    for utterance, clip in clips.items():
        if utterance.stop != stop:
            continue
        sentence, pcm = utterance.sentences[0], clip.pcm
        if plant and hit < 0 and plant.where in markup.strip_marks(sentence.spoken):
            hit = len(expected)
            pcm = _mistaken(project, job, plant, utterance, clip)
        pcm = ffmpeg.resample_pcm(pcm, clip.rate)
        length = ffmpeg.samples_to_ms(len(pcm) // 2)
        expected.append(sentence)
        who.append(utterance.voice)
        spans.append(Span(at, at + length))
        parts += [pcm, ffmpeg.silent_pcm(PAUSE if pcm else 0)]
        at += length + (PAUSE if pcm else 0)
    assert hit >= 0 or plant is None, plant
    file = folder / f"{site}-{stop}-{plant.kind if plant else 'clean'}-{hit}.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(ffmpeg.SAMPLE_RATE_HZ)
        out.writeframes(ffmpeg.join_with_fades(parts))  # faded: a click at the start is heard as a syllable
    name = f"{stop} {plant.kind} {plant.where} {plant.instead}" if plant else f"{stop} clean"
    work = ExpectedStop(site, name, "", job.tour.language, file, tuple(expected), tuple(spans), job.lexicon)
    return replace(work, voices=tuple(who), fingerprint=job.engine.fingerprint()), hit


def _mistaken(project: Project, job: build.TourBuild, plant: Plant, utterance: Utterance, clip: Clip) -> bytes:
    if plant.kind == "dropped":
        return b""
    if plant.kind == "truncated":
        return clip.pcm[: int(len(clip.pcm) // 2 * (1 - CUT)) * 2]
    instead = {
        "reading": f"{{{plant.where}|{plant.instead}}}",
        "number": plant.instead,
        "repeated": f"{plant.where}，{plant.where}",
    }[plant.kind]
    sentence = utterance.sentences[0]
    wrong = replace(sentence, spoken=markup.strip_marks(sentence.spoken).replace(plant.where, instead, 1))
    return _clips(project, job, (replace(utterance, sentences=(wrong,)),))[0].pcm


def catches(report: proof.StopReport, hit: int) -> bool:
    """Whether the voice is blamed in the sentence hit, or beside it."""
    return any(d.verdict == "voice" and abs(d.sentence - hit) <= 1 for d in report.differences)


class ByEar:
    """Voices to compare with, without the one that spoke: what is found of a voice that cannot be asked again."""

    def __init__(self, others: ReferenceVoices) -> None:
        self.voices, self.say = others.voices, others.say

    def say_again(self, _sentence: Sentence, _voice: Voice, _made_by: str) -> bytes | None:
        return None


def ears(project: Project) -> tuple[Listener, dict[str, ReferenceVoices]]:
    """The listener, and the two ways of listening."""
    others = proof.reference_voices_of(project)
    assert others
    return proof.open_listener(project), {"": others, ", by ear alone": ByEar(others)}


def run(project: Project | None = None) -> list[Line]:
    """Mistakes found, false reds, and the time a stop takes."""
    project = project or find_project()
    listen, ways = ears(project)
    stops = sorted({(plant.site, plant.stop) for plant in (*PLANTS, *UNSEEN)})
    sets = {
        "planted mistakes found": PLANTS,
        "planted mistakes found, unseen": UNSEEN,
        "hard misreadings found": HARD,
        "wrong tones found": TONES,
    }
    counts: Counter[str] = Counter()
    cost: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def hear(plant: Plant | None, site: str, stop: str, title: str) -> None:
            work, hit = planted(project, plant, site, stop, folder)
            for way, others in ways.items():
                started = time.process_time()
                report = proof.proof_stops([work], listen, folder, others=others)[0]
                spent = (time.process_time() - started) / (report.duration / 1000)
                if not way:  # the second way is answered from what the first has heard
                    cost.append(spent)
                print(f"{title}{way}", end=": ", file=sys.stderr)
                show(report, hit, spent)
                counts[title + way] += catches(report, hit) if plant else report.colour == "red"

        for stop in stops:
            hear(None, *stop, "clean stops that raise red")
        for title, plants in sets.items():
            for plant in plants:
                hear(plant, plant.site, plant.stop, title)
    cores = os.cpu_count() or 1
    lines = [
        (f"clean stops that raise red{way}", float(counts["clean stops that raise red" + way]), "0") for way in ways
    ]
    for title, plants in sets.items():
        lines += [(title + way, float(counts[title + way]), f"of {len(plants)}") for way in ways]
    spent = sum(cost) / len(cost) / cores
    return [*lines, ("processor seconds a second of audio, each of the cores", spent, "< 0.5")]


def show(report: proof.StopReport, hit: int, spent: float) -> None:
    """A stop in a line, and what is doubted of it."""
    verdict = "" if hit < 0 else "FOUND" if catches(report, hit) else "MISSED"
    rates = f"{report.errors_plain}/{report.errors_biased}/{report.syllables}"
    print(f"{report.id:50} {verdict:7} {report.colour:6} {rates}  {spent:.2f} s/s", file=sys.stderr, flush=True)
    for d in report.differences:
        if d.verdict != "recogniser":
            print(
                f"    {d.verdict} {d.sentence} {d.expected} | {d.recognised} | {d.reason}", file=sys.stderr, flush=True
            )


def tours(project: Project, sites: Sequence[str] = ()) -> list[Line]:
    """Rates over all that is built, and the time it takes to hear what was not heard before."""
    from audioguide.proof import expected
    from audioguide.proof.report import error_rate

    stops = [
        stop for tour in expected.built_tours(project, sites) for stop in tour.stops if stop.language.startswith("zh")
    ]
    started = time.perf_counter()
    listen, ways = ears(project)
    for voice in ways[""].voices("zh"):  # models are loaded once, not for a stop
        listen.recognise(ways[""].say(Sentence("好。", "好。"), "zh", voice) or b"", "zh", "")
    loading = time.perf_counter() - started
    lines: list[Line] = [("stops", float(len(stops)), ""), ("seconds until the models are loaded", loading, "")]
    for way, others in ways.items():
        reports: list[proof.StopReport] = []
        spent: list[float] = []
        for stop in stops:
            started = time.perf_counter()
            reports += proof.proof_stops([stop], listen, project.cache / "proof", others=others)
            spent.append((time.perf_counter() - started) / (reports[-1].duration / 1000))
            show(reports[-1], -1, spent[-1])
        syllables = sum(report.syllables for report in reports)
        colours = Counter(report.colour for report in reports)
        lines += [
            ("error rate, plain, %" + way, error_rate(sum(r.errors_plain for r in reports), syllables), "<= 3"),
            ("error rate, biased, %" + way, error_rate(sum(r.errors_biased for r in reports), syllables), "<= 0.8"),
            ("red stops" + way, float(colours["red"]), "0"),
            ("amber stops" + way, float(colours["amber"]), ""),
            ("seconds a second of audio" + way, sum(spent) / len(spent), "< 0.5"),
            ("seconds a second of audio, the slowest stop" + way, max(spent), "< 0.5"),
        ]
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--planted", action="store_true", help="the planted mistakes (the default)")
    parser.add_argument("--tours", nargs="*", metavar="SITE", help="Chinese tours that are built, all or those named")
    chosen = parser.parse_args()
    for line, value, target in run() if chosen.tours is None else tours(find_project(), chosen.tours):
        print(f"{line:64} {value:10.2f}  {target}")
