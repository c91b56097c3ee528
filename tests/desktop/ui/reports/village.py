"""Synthetic counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from kemiskinan_desktop.services.keying_report import KeyingReport, PersonKeying, SectionKeying
from kemiskinan_desktop.services.reports import DesilLine, Recap, RecapLine


@dataclass
class FakeReports:
    """Two RT in each of three dusun."""

    empty: bool = False
    fault: Exception | None = None
    exported: list[tuple[bool, str]] = field(default_factory=list)

    def recap(self) -> Recap:
        if self.empty:
            return Recap((), (), ())
        places = tuple(
            RecapLine(
                dusun, "001", f"{rt:03d}", 40 + rt * 7, 160, 8, 6, 26 + rt * 7, (("L", 11 * rt), ("T", 9), ("P", 2))
            )
            for dusun in ("Cikadu", "Pasirmuncang", "Babakan Sawahlega")
            for rt in (1, 2)
        )
        deciles = (
            DesilLine(1, (("L", 72), ("T", 8), ("P", 3)), 17),
            DesilLine(2, (("L", 24), ("T", 31), ("P", 6)), 44),
            DesilLine(3, (("T", 15),), 60),
            DesilLine(None, (("L", 3), ("P", 3)), 17),
        )
        return Recap(places, deciles, (("1", 120),))

    def keying(self) -> KeyingReport:
        if self.empty:
            return KeyingReport((), ())
        people = (
            PersonKeying("Neneng Kurniasih", 42, 1110.0, 2000, 8000, 50, checked=5, compared=152, differed=2),
            PersonKeying("", 0, 0.0, 0, 0, 0, checked=1, compared=30, differed=3),
        )
        return KeyingReport(people, (SectionKeying("Identitas keluarga dan alamat", 42, 120.0, 420, 4),))

    def export_households(self, masked: bool, reason: str) -> bytes:
        if self.fault is not None:
            raise self.fault
        self.exported.append((masked, reason))
        return b"PK-xlsx"
