"""What a build says, for tests to read."""

from __future__ import annotations

from audioguide.commands.build_plan import BuildListener


class Listener(BuildListener):
    """Has the lines of a build."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, message: str) -> None:
        self.lines.append(message)
