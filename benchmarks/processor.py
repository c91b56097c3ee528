"""Seconds of processor time that the processes of a benchmark took, beside the seconds on the wall (Linux)."""

from __future__ import annotations

import os
from pathlib import Path


def seconds_of(word: str) -> float | None:
    """Of every process whose command holds that word and of all below it; None where the system does not tell."""
    if not Path("/proc/self/stat").exists():
        return None
    stats = dict(_stats())
    below = {pid for pid in stats if word in _command(pid)} - {os.getpid()}
    while more := {pid for pid, (parent, _) in stats.items() if parent in below} - below:
        below |= more
    return sum(stats[pid][1] for pid in below)


def _stats() -> list[tuple[int, tuple[int, float]]]:
    """Each process with its parent, and its own and its ended children's seconds."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks = sum(int(one) for one in fields[11:15])
        found.append((int(place.parent.name), (int(fields[1]), ticks / os.sysconf("SC_CLK_TCK"))))
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
