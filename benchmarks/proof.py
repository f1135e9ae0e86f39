"""What proof-listening finds: mistakes planted in real stops, and how long it takes.

``python -m benchmarks.proof --planted`` speaks stops of the scripts with the embedded voice, first as they are, then
each time with one mistake, and proof-listens to all of them. ``--tours`` listens to what is built.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import wave
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from audioguide import audio, build, proof, synthesis
from audioguide.cache import Cache
from audioguide.model import Clip, Sentence, Span, Utterance
from audioguide.project import Project, find
from audioguide.proof.meant import Spoken
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


@lru_cache
def spoken(project: Project, site: str) -> tuple[build.Job, dict[Utterance, Clip]]:
    """A tour's order and every one of its clips, from the cache as far as they are there."""
    jobs = build.gather(project, build.Order((site,), engine="kokoro"), build.Watcher())
    job = next(job for job in jobs if job.tour.language.startswith("zh"))
    stops = {plant.stop for plant in (*PLANTS, *UNSEEN, *HARD) if plant.site == site}
    tour = replace(job.tour, stops=tuple(stop for stop in job.tour.stops if stop.number in stops))
    asked = synthesis.utterances(tour, job.lexicon, job.cast, job.engine)
    return job, dict(zip(asked, _clips(project, job, asked), strict=True))


def _clips(project: Project, job: build.Job, asked: tuple[Utterance, ...]) -> list[Clip]:
    done = synthesis.speak(asked, job.engine, Cache(project.cache))
    return [done.load(index) for index in range(len(asked))]


def planted(project: Project, plant: Plant | None, site: str, stop: str, folder: Path) -> tuple[Spoken, int]:
    """A stop's sound with a mistake (None: without one) and what it should say; the index of the sentence hit."""
    job, clips = spoken(project, site)
    parts: list[bytes] = []
    spans: list[Span] = []
    meant: list[Sentence] = []
    hit, at = -1, 0
    for utterance, clip in clips.items():
        if utterance.stop != stop:
            continue
        sentence, pcm = utterance.sentences[0], clip.pcm
        if plant and hit < 0 and plant.where in markup.strip(sentence.spoken):
            hit = len(meant)
            pcm = _mistaken(project, job, plant, utterance, clip)
        pcm = audio.resample(pcm, clip.rate)
        length = audio.ms(len(pcm) // 2)
        meant.append(sentence)
        spans.append(Span(at, at + length))
        parts += [pcm, audio.silence(PAUSE if pcm else 0)]
        at += length + (PAUSE if pcm else 0)
    assert hit >= 0 or plant is None, plant
    file = folder / f"{site}-{stop}-{plant.kind if plant else 'clean'}-{hit}.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(audio.RATE)
        out.writeframes(audio.join(parts))  # faded: a click at the start is heard as a syllable
    name = f"{stop} {plant.kind} {plant.where} {plant.instead}" if plant else f"{stop} clean"
    return Spoken(site, name, "", job.tour.language, file, tuple(meant), tuple(spans), job.lexicon), hit


def _mistaken(project: Project, job: build.Job, plant: Plant, utterance: Utterance, clip: Clip) -> bytes:
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
    wrong = replace(sentence, spoken=markup.strip(sentence.spoken).replace(plant.where, instead, 1))
    return _clips(project, job, (replace(utterance, sentences=(wrong,)),))[0].pcm


def found(report: proof.StopReport, hit: int) -> bool:
    """Whether the voice is blamed in the sentence hit, or beside it."""
    return any(d.verdict == "voice" and abs(d.sentence - hit) <= 1 for d in report.differences)


def run(project: Project | None = None) -> list[Line]:
    """Mistakes found, false reds, and the time a stop takes."""
    project = project or find()
    listen, others = proof.listener(project), proof.others(project)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def hear(plant: Plant | None, site: str, stop: str) -> tuple[proof.StopReport, int]:
            work, hit = planted(project, plant, site, stop, folder)
            started = time.process_time()
            report = proof.proof([work], listen, folder, others=others)[0]
            cost.append((time.process_time() - started) / (report.duration / 1000))
            _show(report, hit, started)
            return report, hit

        cost: list[float] = []
        stops = sorted({(plant.site, plant.stop) for plant in (*PLANTS, *UNSEEN)})
        clean = [hear(None, *stop)[0] for stop in stops]
        lines.append(("clean stops that raise red", float(sum(r.colour == "red" for r in clean)), f"0 of {len(stops)}"))
        for title, plants in (
            ("planted mistakes found", PLANTS),
            ("planted mistakes found, unseen", UNSEEN),
            ("hard misreadings found", HARD),
        ):
            count = sum(found(*hear(plant, plant.site, plant.stop)) for plant in plants)
            lines.append((title, float(count), f"of {len(plants)}"))
        cores = os.cpu_count() or 1
        lines.append(("processor seconds a second of audio, each of the cores", sum(cost) / len(cost) / cores, "< 0.5"))
    return lines


def _show(report: proof.StopReport, hit: int, started: float) -> None:
    verdict = "" if hit < 0 else "FOUND" if found(report, hit) else "MISSED"
    cost = round((time.process_time() - started) / (report.duration / 1000), 2)
    rates = f"{report.errors_plain}/{report.errors_biased}/{report.syllables}"
    print(f"{report.id:50} {verdict:7} {report.colour:6} {rates}  {cost} s/s", file=sys.stderr, flush=True)
    for d in report.differences:
        if d.verdict != "recogniser":
            print(f"    {d.verdict} {d.sentence} {d.meant} | {d.heard} | {d.reason}", file=sys.stderr, flush=True)


def tours(project: Project) -> list[Line]:
    """Rates over all that is built."""
    from audioguide.proof import meant
    from audioguide.proof.report import rate

    stops = [stop for tour in meant.built(project) for stop in tour.stops if stop.language.startswith("zh")]
    listen, others = proof.listener(project), proof.others(project)

    def told(report: proof.StopReport) -> None:
        _show(report, -1, time.process_time())

    reports = proof.proof(stops, listen, project.cache / "proof", told, others)
    syllables = sum(report.syllables for report in reports)
    return [
        ("stops", float(len(reports)), ""),
        ("error rate, plain, %", rate(sum(r.errors_plain for r in reports), syllables), "<= 3"),
        ("error rate, biased, %", rate(sum(r.errors_biased for r in reports), syllables), "<= 0.8"),
        ("differences blamed on the voice", sum(d.verdict == "voice" for r in reports for d in r.differences), "0"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--planted", action="store_true", help="the planted mistakes (the default)")
    parser.add_argument("--tours", action="store_true", help="all Chinese tours that are built")
    chosen = parser.parse_args()
    for line, value, target in tours(find()) if chosen.tours else run():
        print(f"{line:64} {value:10.2f}  {target}")
