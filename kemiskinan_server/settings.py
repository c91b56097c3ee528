"""What an installation of the district's server can choose; read once, from arguments and the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

DEFAULT_PORT = 8420


class BadSettingError(Exception):
    """A setting cannot be used; carries its name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the setting {name} cannot be used")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one server process."""

    data_dir: Path
    """Where the keys lie, and the embedded PostgreSQL when no database is named."""
    database_url: str | None = None
    """`postgresql://…`; None starts the embedded PostgreSQL below `data_dir`."""
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    """0 lets the system choose."""
    public_url: str | None = None
    """The address that people and laptops use, when a proxy stands in front; https makes cookies secure."""
    district_name: str = "Kabupaten Cianjur"
    regions_file: Path | None = None
    """The region list; None takes the shipped one."""
    token_life: timedelta = timedelta(hours=12)
    session_life: timedelta = timedelta(hours=8)
    metrics_token: str | None = None
    """What a watcher sends to read `/metrics`; None closes it."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses and networks, with commas between, whose word counts for where a request comes from."""
    lock_wait: timedelta = timedelta(seconds=5)
    """How long a push waits for its village before it is told to come back."""

    @property
    def keys_file(self) -> Path:
        """The signing key and the token key, readable by the server's account alone."""
        return self.data_dir / "server-keys.json"

    @property
    def blobs_folder(self) -> Path:
        """The bytes of attachments, a folder for each village; to be backed up with the database."""
        return self.data_dir / "blobs"

    @property
    def snapshots_folder(self) -> Path:
        """Whole villages as files for laptops that begin; made again when they are gone."""
        return self.data_dir / "snapshots"

    @property
    def secure_cookies(self) -> bool:
        """Whether the pages are reached over https only."""
        return (self.public_url or "").startswith("https://")


def settings_from(environment: Mapping[str, str], **chosen: object) -> Settings:
    """Arguments win over the environment, the environment over the defaults.

    Raises `BadSettingError` where a value cannot be read.
    """
    read: dict[str, object] = {}
    data_dir = environment.get("KEMISKINAN_DATA_DIR")
    read["data_dir"] = Path(data_dir) if data_dir else Path("server-data")
    texts = {
        "database_url": "DATABASE_URL",
        "host": "KEMISKINAN_HOST",
        "public_url": "KEMISKINAN_PUBLIC_URL",
        "district_name": "KEMISKINAN_DISTRICT_NAME",
        "metrics_token": "KEMISKINAN_METRICS_TOKEN",
        "trusted_proxies": "KEMISKINAN_TRUSTED_PROXIES",
    }
    read |= {name: environment[key] for name, key in texts.items() if environment.get(key)}
    if environment.get("KEMISKINAN_REGIONS"):
        read["regions_file"] = Path(environment["KEMISKINAN_REGIONS"])
    if environment.get("KEMISKINAN_PORT"):
        read["port"] = _port(environment["KEMISKINAN_PORT"])
    read |= {name: value for name, value in chosen.items() if value is not None}
    return Settings(**read)  # type: ignore[arg-type]  # names and types are those read above


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise BadSettingError("KEMISKINAN_PORT")
    return int(text)
