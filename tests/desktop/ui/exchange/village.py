"""A synthetic exchange service: what waits, receipts, differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kemiskinan_desktop.services.exchange import (
    ConflictEntry,
    ConflictView,
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
    LogLine,
    ReceiptRow,
    RefusedItem,
    Resolution,
    WaitingItem,
)
from kemiskinan_domain.changes import ConflictReason, VerdictStatus
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
DONE = ExchangeReport(pushed=12, pulled=3, receipts_verified=1)


def now() -> datetime:
    return NOW


def conflict(at: int, mine: FieldValue, theirs: FieldValue, field: str = "address", **more: object) -> ConflictView:
    question = {"address": "Alamat tempat tinggal", "answers.lantai": "Jenis lantai terluas"}.get(field)
    return ConflictView(
        id=RecordId(f"conflict-{at}"),
        record=RecordId(f"household-{at}"),
        kind=RecordKind.HOUSEHOLD,
        field=field,
        why=more.get("why", ConflictReason.FIELD),  # type: ignore[arg-type]
        household=RecordId(f"household-{at}"),
        title=str(more.get("title", "Asep Supriatna")),
        member_name=None,
        question=question,
        mine=ConflictEntry(mine, "Siti Nurhayati", "2026-11-22T12:20:00+00:00"),
        theirs=ConflictEntry(theirs, "Operator kabupaten", "2026-11-23T02:05:00+00:00"),
        seen=None,
        open=bool(more.get("open", True)),
    )


@dataclass
class FakeExchanges:
    """Answers at once; `fault` rises from the next call of `run` or `resolve`."""

    empty: bool = False
    report: ExchangeReport = DONE
    fault: Exception | None = None
    differences: list[ConflictView] = field(default_factory=list)
    resolved: list[tuple[RecordId, Resolution]] = field(default_factory=list)
    was_cancelled: bool = False

    def __post_init__(self) -> None:
        if not self.empty and not self.differences:
            self.differences = [
                conflict(1, "Kp. Cikadu RT 003 RW 001 No. 12", "Kp. Cikadu No. 12"),
                conflict(2, "Keramik", "Semen atau bata merah", "answers.lantai", title="Euis Komariah"),
                conflict(3, 5, 6, "jumlah_kamar", title="Dadang Hidayat bin H. Mochamad Sulaeman Kartawidjaja"),
            ]

    def status(self) -> ExchangeStatus:
        if self.empty:
            return ExchangeStatus(0, None, None, None, 0, None, False, 0)
        return ExchangeStatus(
            12, NOW - timedelta(hours=5), NOW - timedelta(hours=28), None, 18_400, None, False, len(self.differences)
        )

    def run(self, progress: Callable[[ExchangeProgress], None], cancelled: Callable[[], bool]) -> ExchangeReport:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        progress(ExchangeProgress(ExchangeStep.SENDING, 6, 12))
        self.was_cancelled = cancelled()
        return ExchangeReport(problem=ExchangeProblem.CANCELLED) if self.was_cancelled else self.report

    def waiting(self) -> tuple[WaitingItem, ...]:
        if self.empty:
            return ()
        names = ("Asep Supriatna", "Euis Komariah", "Musyawarah Desa Penetapan Keluarga Miskin Ekstrem 2026")
        kinds = (RecordKind.HOUSEHOLD, RecordKind.MEMBER, RecordKind.DELIBERATION)
        return tuple(
            WaitingItem(kind, RecordId(f"record-{at}"), None, name, at + 1, NOW - timedelta(hours=at))
            for at, (name, kind) in enumerate(zip(names, kinds, strict=True))
        )

    def refused(self) -> tuple[RefusedItem, ...]:
        if self.empty:
            return ()
        return (
            RefusedItem(RecordKind.HOUSEHOLD, RecordId("record-9"), "Iis Rohaeti", VerdictStatus.HELD, "locked"),
            RefusedItem(RecordKind.MEMBER, RecordId("record-8"), "Ujang Ma'mun", VerdictStatus.INVALID, "sesuatu"),
        )

    def receipts(self) -> tuple[ReceiptRow, ...]:
        if self.empty:
            return ()
        return (
            ReceiptRow("TT-7Q2M-K8XD", "2026-11-22T09:20:00+00:00", 140, 1, 140),
            ReceiptRow("TT-1B9C-44TE", "2026-11-20T13:05:00+00:00", 36, 141, 176),
        )

    def receipt_pdf(self, code: str) -> bytes:
        return f"%PDF {code}".encode()

    def log(self, limit: int = 100) -> tuple[LogLine, ...]:
        if self.empty:
            return ()
        return (
            LogLine(NOW - timedelta(hours=28), ExchangeReport(pushed=140, pulled=9, receipts_verified=1)),
            LogLine(NOW - timedelta(hours=50), ExchangeReport(problem=ExchangeProblem.OFFLINE)),
            LogLine(NOW - timedelta(days=3), ExchangeReport(problem=ExchangeProblem.NOT_THE_DISTRICT)),
        )

    def conflicts(self) -> tuple[ConflictView, ...]:
        return tuple(self.differences)

    def resolve(self, conflict: RecordId, choice: Resolution, seen: ConflictView) -> bool:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        if conflict not in {one.id for one in self.differences}:
            return False
        self.differences = [one for one in self.differences if one.id != conflict]
        self.resolved.append((conflict, choice))
        return True
