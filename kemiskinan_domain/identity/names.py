"""What others may see of a name: initials only."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """`A•••• S•••••`: the first letter of each word; the length of a word is not told exactly."""
    return " ".join(word[0] + "•" * min(max(len(word) - 1, 2), 5) for word in name.split())
