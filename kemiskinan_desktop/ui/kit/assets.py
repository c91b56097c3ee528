"""Where the kit's drawings, styles and words lie on disk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
"""The shipped resources beside the packages."""

PREFIX = "asset"


def register_assets() -> None:
    """Let Qt find shipped files by `asset:theme/check-light.svg`."""
    QDir.setSearchPaths(PREFIX, [str(RESOURCES)])
