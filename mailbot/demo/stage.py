"""The entrance of the demo: the show that ends by itself, or the servers that stay up."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

from mailbot.demo.house import FolderError
from mailbot.demo.pages import folded
from mailbot.demo.serve import serve
from mailbot.demo.show import perform
from mailbot.demo.tell import columns, tell


def run(folder: Path, *, serving: bool) -> int:
    """Play or serve; the exit code. OSError where the folder cannot be written or no port is free."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal without Japanese letters shall still see the rest
        sys.stdout.reconfigure(errors="replace", line_buffering=True)
    try:
        if serving:
            return serve(folder)
        # As after Ctrl-C: nothing stays behind when the demo is asked to end.
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda number, _: sys.exit(128 + number))
        show = perform(folder, _say)
    except FolderError as error:
        print(f"mailbot: {error}", file=sys.stderr)
        return 2
    tell(show)
    return 1 if show.disappointments else 0


def _say(line: str) -> None:
    print("\n".join(folded(line, columns(), len("HH:MM:SS  "))))
