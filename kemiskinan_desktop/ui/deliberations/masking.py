"""What a room full of people may see of a family: initials only. No Qt."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """`A•••• S•••••`: the first letter of each word; the length of a word is not told exactly."""
    return " ".join(word[0] + "•" * min(max(len(word) - 1, 2), 5) for word in name.split())
