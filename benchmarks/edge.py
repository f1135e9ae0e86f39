"""Edge's voices, one request after another against ours, with a peer on this machine in place of the service.

The peer waits 0.2 s before it answers and sends audio 25 times as fast as it plays, as the service about does.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from audioguide.assembly import synthesis
from audioguide.assembly.clip_cache import Cache
from audioguide.audio import ffmpeg
from audioguide.engines.edge import EdgeEngine
from audioguide.model import Segment, Stop, Tour, Voice

Line = tuple[str, float, str]
"""Name, value and target of one line of the report."""
VOICE = Voice("edge", "zh-CN-YunyangNeural", "zh-CN")
DELAY, SPEED = 0.2, 25.0
PARAGRAPHS = 36
TEXT = "水磨头村位于城西十五里，东边是一条小河。全村有二百多户人家，世代以种田为生。村口的石桥建于清朝末年。"


def run() -> list[Line]:
    """A tour of some minutes both ways."""
    sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
    from edge_peer import Peer, serve

    paragraphs = [f"第{number}段：{TEXT}" for number in range(PARAGRAPHS)]
    tour = Tour("benchmark", "zh-CN", "", (Stop("1", "", (Segment("\n\n".join(paragraphs)),)),))
    engine = EdgeEngine()
    asked = synthesis.plan_utterances(tour, (), {"narrator": VOICE}, engine)
    with serve(Peer(delay=DELAY, speed=SPEED)):
        begun = time.perf_counter()
        for utterance in asked:
            ffmpeg.decode_audio(asyncio.run(_plain("".join(engine.render(utterance)))))
        plain = time.perf_counter() - begun
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            synthesis.speak_utterances(asked, engine, Cache(Path(folder)))
        ours = time.perf_counter() - begun
    return [("edge, one after another ÷ ours", plain / ours, "≥ 4")]


def main() -> None:
    """Print the report."""
    for name, value, target in run():
        print(f"{name:40} {value:8.2f}  {target}")


async def _plain(text: str) -> bytes:
    """What a short script does."""
    from edge_tts import Communicate

    return b"".join(
        [chunk["data"] async for chunk in Communicate(text, VOICE.name).stream() if chunk["type"] == "audio"]
    )


if __name__ == "__main__":
    main()
