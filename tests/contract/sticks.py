"""A stick between the product's laptop and the product's district."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.bundles import BundleRead, BundleService, BundleWritten
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.people import Role
from kemiskinan_domain.wire.bundle import bundle_path
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope
from kemiskinan_server.services.bundles import BundleResult, place_of, take_bundle
from tests.desktop.services.village import DirectDispatcher
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer


def service_of(laptop: Laptop, part_bytes: int = 24 * 1024 * 1024, photo_bytes: int = 10**9) -> BundleService:
    person = PersonName("u1", "Sekretaris Contoh", Role.SECRETARY)
    village = VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Cianjur")
    desk = Desk(laptop.store, person, village, system_clock, Events(DirectDispatcher()), "Laptop contoh")
    return BundleService(desk, "test", part_bytes, photo_bytes)


def _turn(content: bytes) -> tuple[str, str, bool, int, int]:
    return place_of(io.BytesIO(content))


@dataclass
class Stick:
    """A folder that is carried to and fro."""

    folder: Path
    results: list[BundleResult] = field(default_factory=list)

    def files(self) -> list[Path]:
        return sorted(self.folder.rglob("*.dsb"))

    def written_by(self, laptop: Laptop, part_bytes: int = 24 * 1024 * 1024) -> BundleWritten:
        self.folder.mkdir(exist_ok=True)
        written = service_of(laptop, part_bytes).write(self.folder, lambda _: None, lambda: False)
        assert isinstance(written, BundleWritten)
        return written

    def at_the_district(self, server: LiveServer) -> list[BundleResult]:
        """As `import-bundle` does: every file, the answers beside them."""
        results = []
        for content in sorted((path.read_bytes() for path in self.files()), key=_turn):
            envelope = read_envelope(content)
            if isinstance(envelope, Envelope) and envelope.header.kind == "answer":
                continue
            result = take_bundle(server.parts.context, content, "uji")
            results.append(result)
            if result.answer is not None:
                self.put(result.answer)
        self.results += results
        return results

    def put(self, content: bytes) -> Path:
        envelope = read_envelope(content)
        assert isinstance(envelope, Envelope)
        place = self.folder / bundle_path(envelope.header)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place

    def read_by(self, laptop: Laptop, *, may_empty: bool = False) -> BundleRead:
        read = service_of(laptop).read(self.folder, lambda _: None, lambda: False, may_empty=may_empty)
        assert isinstance(read, BundleRead)
        return read
