"""Tours for tests of pages: manifests with real, small MP3s, without any engine."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from conftest import need

from audioguide.assembly import publishing
from audioguide.authoring.site_config import NO_SITE, SiteConfig
from audioguide.model import BuiltStop, Chapter, Cue, Manifest, Track
from audioguide.outputs import BuiltTours, site
from audioguide.outputs.drafts import split_drafts

SENTENCE = 1500
"""Milliseconds of each sentence."""
TEXTS = {
    "zh-CN": (
        "旧学堂的门",
        "这里是学堂的大门。",
        "门楣上的四个字，是当年的先生写的。",
        "请您抬头看，漆已经落了。",
        "进门以后，请往右走。",
    ),
    "en": (
        "The gate",
        "This is the gate of the school.",
        "A teacher wrote the four characters above.",
        "Look up: the paint has gone.",
        "Go in, and turn right.",
    ),
}

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><!--",
    "\"' onmouseover=alert(1) x='",
    "&lt;b&gt; &amp; {{ 7 * 7 }} {% raw %}",
    "\u202eright to left\u202c עברית",
    "🎧 👩‍👩‍👧",
    "长" * 10_000,
)
"""What authors, or those who wish them ill, may write in any field."""


@cache
def tone(milliseconds: int, pitch: int) -> bytes:
    """An MP3 of a quiet tone; a tour of a hundred stops has no hundred pitches, for each of which ffmpeg runs once."""
    command = [need("ffmpeg", "apt-get install ffmpeg"), "-v", "error", "-f", "lavfi"]
    source = f"sine=frequency={pitch}:sample_rate=24000:duration={milliseconds / 1000}"
    command += ["-i", source, "-af", "volume=0.1", "-b:a", "32k", "-write_xing", "0", "-f", "mp3", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def picture(red: int, green: int, blue: int) -> bytes:
    """A PNG of 90 × 60 pixels that grows lighter downwards."""
    rows = b"".join(b"\0" + bytes(min(255, c + y) for c in (red, green, blue)) * 90 for y in range(60))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 90, 60, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def track(output: Path, folder: str, file: str, milliseconds: int, pitch: int) -> Track:
    content = tone(milliseconds, pitch)
    path = output / folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.with_suffix(".vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\n—\n", "utf-8")
    return Track(file, milliseconds, len(content), hashlib.sha256(content).hexdigest(), -16.0, -1.0)


def cues(texts: Sequence[str], sentences: int) -> tuple[Cue, ...]:
    """Sentence after sentence; every third paragraph is said by somebody else."""
    return tuple(
        Cue(
            start=n * SENTENCE,
            end=(n + 1) * SENTENCE - 200,
            text=texts[n % len(texts)],
            paragraph=n // 3,
            role="interviewee" if n // 3 == 1 else "narrator",
            speaker="任秀萍" if n // 3 == 1 else "",
            speaker_title="社区书记" if n // 3 == 1 else "",
        )
        for n in range(sentences)
    )


def tour(
    output: Path,
    site: str = "school",
    edition: str = "",
    *,
    numbers: Sequence[str] = ("1", "2", "3a", "12"),
    sentences: int = 6,
    base_url: str = "https://guide.example",
    accent: str = "",
    title: str = "",
) -> Manifest:
    """A built tour below ``output``, its files written."""
    language = edition or "zh-CN"
    heading, *texts = TEXTS.get(language, TEXTS["en"])
    folder = f"{site}/{edition}" if edition else site
    length = sentences * SENTENCE
    images = output / folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "gate.png").write_bytes(picture(150, 110, 90))
    stops = tuple(
        BuiltStop(
            number=number,
            title=f"{heading} {number}",
            track=track(
                output, folder, f"stops/{number.zfill(2)}.mp3", length, 200 + 40 * (index % 12)
            ),  # ffmpeg runs once a pitch
            captions=f"stops/{number.zfill(2)}.vtt",
            cues=cues(texts, sentences),
            chapter=("第一院", "第二院")[index // 2] if index in (0, 2) else "",
            image="images/gate.png" if index == 0 else "",
            alt="木门，漆色斑驳" if index == 0 else "",
        )
        for index, number in enumerate(numbers)
    )
    return Manifest(
        schema=1,
        site=site,
        edition=edition,
        language=language,
        title=title or {"zh-CN": "龙庆学堂", "en": "Longqing School"}.get(language, site),
        engine="silent",
        voices={},
        tour=track(output, folder, f"{site}{'.' if edition else ''}{edition}.mp3", length * len(numbers), 150),
        captions=f"{site}{'.' if edition else ''}{edition}.vtt",
        chapters=tuple(
            Chapter(stop.number, stop.title, index * length, (index + 1) * length) for index, stop in enumerate(stops)
        ),
        stops=stops,
        description="一座百年学堂，四处停留。\n\n全程约半小时，请带上耳机。",
        accent=accent,
        cover="images/gate.png",
        cover_alt="学堂大门",
        base_url=base_url,
    )


def write_site(tours: Sequence[Manifest], output: Path, config: SiteConfig = NO_SITE) -> None:
    """Publish the pages of tours whose sound is there."""
    with publishing.open_publication(output) as publication:
        public, drafts = split_drafts(tours)
        site.write_site(BuiltTours(public, drafts=drafts, site=config), publication.destination("site"))
        publication.commit()
