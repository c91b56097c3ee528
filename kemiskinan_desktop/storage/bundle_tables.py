"""Tables of the exchange by files: what was written, whose keys are known, and what is carried for other laptops."""

from sqlalchemy import Index
from sqlmodel import Field

from kemiskinan_desktop.storage.base import CLUSTERED, DesktopTable


class WrittenBundleRow(DesktopTable, table=True):
    """A bundle that was written and read back; `answered_at` is set once an answer to it was read."""

    __tablename__ = "written_bundle"
    __table_args__ = CLUSTERED

    client: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    first_mid: int
    last_mid: int
    size: int
    written_at: str
    answered_at: str | None = None


class VillageDeviceRow(DesktopTable, table=True):
    """A laptop of the village, as the district vouched for it."""

    __tablename__ = "village_device"
    __table_args__ = CLUSTERED

    client: str = Field(primary_key=True)
    name: str
    public_key: str


class CarriedBundleRow(DesktopTable, table=True):
    """Another laptop's bundle, kept as it came, to be handed on unchanged."""

    __tablename__ = "carried_bundle"
    __table_args__ = CLUSTERED

    digest: str = Field(primary_key=True)
    client: str
    seq: int
    first_mid: int
    last_mid: int
    content: bytes
    carried_at: str
    handed_at: str | None = None
    """When the district took it from here."""


class CarriedChangeRow(DesktopTable, table=True):
    """A change in a carried bundle: shown, never sent as an own one."""

    __tablename__ = "carried_change"
    __table_args__ = (Index(None, "record"), CLUSTERED)

    client: str = Field(primary_key=True)
    mid: int = Field(primary_key=True)
    record: str
    kind: str
    body: bytes
    base_rev: int
    """The district's revision of the record when the change came here: a later one means that it was decided on."""
