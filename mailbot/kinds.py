"""The model of kinds in force: what `mailbot train` installed is taken over while the daemon runs."""

from __future__ import annotations

from pathlib import Path

from mailbot.casework.linear import Model
from mailbot.config.errors import Problem
from mailbot.config.kinds import FILE, load_model

Stamp = tuple[int, int, int]
Problems = tuple[Problem, ...]


class Kinds:
    """Reads the file anew when it changed; a broken one is told once, and the last good one stays."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._stamp = self._seen()
        self.model: Model | None = load_model(folder)[0] if folder else None

    def reload(self) -> Problems:
        """Take over a new file; the problems of one that cannot be used. Cheap when nothing changed."""
        seen = self._seen()
        if self._folder is None or seen == self._stamp:
            return ()
        self._stamp = seen
        model, problems = load_model(self._folder)
        if not problems:
            self.model = model
        return problems

    def _seen(self) -> Stamp | None:
        try:
            found = (self._folder / FILE).stat() if self._folder else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None
