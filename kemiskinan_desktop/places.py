"""Where the program keeps its files: the data folder, the backups beside it and the resources it ships.

Reads nothing at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

APPLICATION = "Pendataan Kemiskinan Desa"
"""Folder name under the person's own data folder."""


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of one installation; none of them needs to exist yet."""

    data: Path
    resources: Path

    @property
    def database(self) -> Path:
        """The encrypted file of the village's records."""
        return self.data / "desa.db"

    @property
    def keys(self) -> Path:
        """The key slots: without them the encrypted file cannot be opened."""
        return self.data / "kunci.json"

    @property
    def lock(self) -> Path:
        """Held while an instance works with this folder."""
        return self.data / "desa.lock"

    @property
    def backups(self) -> Path:
        """Where rotating backups go until the person chooses another folder."""
        return self.data / "cadangan"

    @property
    def logs(self) -> Path:
        """Technical logs, without personal data."""
        return self.data / "log"


def resources_folder() -> Path:
    """The folder `resources` that ships beside the packages."""
    return Path(__file__).resolve().parent.parent / "resources"


def places_for(data_dir: Path | None = None) -> Places:
    """The places of this person on this machine, or those under `data_dir`; makes no folder."""
    data = data_dir if data_dir is not None else Path(platformdirs.user_data_path(APPLICATION, appauthor=False))
    return Places(data.expanduser().absolute(), resources_folder())
