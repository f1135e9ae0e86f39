"""What ``audioguide play`` shows: the stop, time, the sentence being said, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..audio.playback import Item, PlayState
from ..i18n import _

BAR_CHARACTERS = 24


@contextmanager
def show_playing() -> Iterator[Callable[[PlayState], None]]:
    """Yield what shows a state: on a terminal in place, elsewhere a line a stop."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _line_printer()
        return
    from rich.live import Live
    from rich.text import Text

    with Live(console=console, auto_refresh=False) as live:
        shown = ""

        def show(state: PlayState) -> None:
            nonlocal shown
            lines = "\n".join(screen_lines(state))
            if lines != shown:  # twenty times a second would flicker, and fill a recording of the terminal
                shown = lines
                live.update(Text(lines), refresh=True)

        yield show


def _line_printer() -> Callable[[PlayState], None]:
    from .report import print_message

    announced: list[Item] = []

    def show(state: PlayState) -> None:
        if state.item not in announced[-1:]:
            announced.append(state.item)
            print_message(state.item.name)

    return show


def screen_lines(state: PlayState) -> list[str]:
    """Return the lines of the screen; text wraps as the terminal is wide."""
    part = min(1.0, state.position / state.length) if state.length else 0.0
    filled = round(BAR_CHARACTERS * part)
    bar = "━" * filled + "─" * (BAR_CHARACTERS - filled)
    pause = f"  {_('paused')}" if state.paused else ""
    return [
        state.item.name,
        f"{_clock_time(state.position)} {bar} {_clock_time(state.length)}{pause}",
        "",
        state.sentence,
        "",
        _("space: pause   ← →: 10 s   n p: next, previous stop   q: end"),
    ]


def _clock_time(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"
