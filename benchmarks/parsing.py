"""How long reading takes: the parsers alone, and through the reading child. Prints a table, asserts nothing.

Usage: python -m benchmarks.parsing [FOLDER]; the default folder is ../shared/mails.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from mailbot.model import Reading
from mailbot.parsers import read
from mailbot.reader import Reader

READING = Reading(("help@ours.example",), "desk-1", "mx.ours.example")
SIZES = ((0, 10_000), (10_000, 100_000), (100_000, 1_000_000), (1_000_000, 100_000_000))


def timed(act: Callable[[bytes], object], raws: list[bytes]) -> list[float]:
    times = []
    for raw in raws:
        start = time.perf_counter()
        act(raw)
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times)


def show(name: str, times: list[float]) -> None:
    middle, high = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"  {name:14} n={len(times):5} p50={middle:8.2f} ms  p95={high:8.2f} ms  max={times[-1]:8.1f} ms")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "mails")
    raws = [path.read_bytes() for path in sorted(folder.rglob("*.eml"))]
    if not raws:
        sys.exit(f"no .eml files below {folder}")
    reader = Reader(READING)
    start = time.perf_counter()
    reader.read(b"")
    print(f"start of the reading child: {(time.perf_counter() - start) * 1e3:.0f} ms")
    for low, high in SIZES:
        chosen = [raw for raw in raws if low <= len(raw) < high]
        if chosen:
            print(f"{low / 1000:g} to {high / 1000:g} kB")
            show("parsers", timed(lambda raw: read(raw, READING), chosen))
            show("with the child", timed(reader.read, chosen))
    reader.close()


if __name__ == "__main__":
    main()
