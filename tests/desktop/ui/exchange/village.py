"""A synthetic exchange service: what waits, receipts, differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.bundles import (
    BundleOffer,
    BundleProgress,
    BundleRead,
    BundleStep,
    BundleWritten,
    CarriedItem,
    Invitation,
    OfficeSwap,
    PhotoChoice,
    PhotoOffer,
    ReadRefusal,
    WriteRefusal,
    WrittenFile,
)
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange import (
    ConflictEntry,
    ConflictView,
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
    Hold,
    HoldReason,
    LogLine,
    Readmitted,
    ReceiptRow,
    RefusedItem,
    Resolution,
    WaitingItem,
)
from kemiskinan_desktop.services.waiting import Reason, WaitReason
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes, ExchangePorts, Insight
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
    large_now: bool = False

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

    def run(
        self,
        progress: Callable[[ExchangeProgress], None],
        cancelled: Callable[[], bool],
        may_empty: bool = False,
        large_now: bool = False,
    ) -> ExchangeReport:
        self.large_now = large_now
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

    def reasons(self) -> Mapping[tuple[RecordKind, RecordId], Reason]:
        chosen: tuple[Reason, ...] = (WaitReason.SOON, WaitReason.IN_A_FILE, ExchangeProblem.OFFLINE)
        return {(one.kind, one.id): why for one, why in zip(self.waiting(), chosen, strict=False)}

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


@dataclass
class FakeOffice:
    """Another laptop that comes or waits at once; `fault` rises from the next call."""

    swap: OfficeSwap = field(default_factory=lambda: OfficeSwap(3, BundleRead((), carried=2)))
    port: int = 0
    fault: Exception | None = None
    joined: list[tuple[str, str]] = field(default_factory=list)

    def wait(
        self,
        invited: Callable[[Invitation], object],
        progress: Callable[[BundleProgress], None],
        cancelled: Callable[[], bool],
    ) -> OfficeSwap:
        progress(BundleProgress(BundleStep.WAITING))
        invited(Invitation("123456", self.port))
        return self._ended()

    def join(
        self, address: str, code: str, progress: Callable[[BundleProgress], None], cancelled: Callable[[], bool]
    ) -> OfficeSwap:
        progress(BundleProgress(BundleStep.SWAPPING, 1, 2))
        self.joined.append((address, code))
        return self._ended()

    def _ended(self) -> OfficeSwap:
        if self.fault is not None:
            raise self.fault
        return self.swap


WRITTEN = BundleWritten(("000003.dsb",), 12, 5_400)
READ = BundleRead((), acknowledged=12, pulled=3, receipts=1)


@dataclass
class FakeBundles:
    """A stick that answers at once; `fault` rises from the next call of `write`."""

    carrying: tuple[CarriedItem, ...] = ()
    writes: BundleWritten | WriteRefusal = WRITTEN
    reads: BundleRead | ReadRefusal = READ
    fault: Exception | None = None
    asked: list[tuple[str, Path]] = field(default_factory=list)
    was_cancelled: bool = False
    photos: dict[PhotoChoice, PhotoOffer] = field(default_factory=dict)
    chosen: list[PhotoChoice] = field(default_factory=list)

    def offer(self) -> BundleOffer:
        return BundleOffer(12, 5_400, len(self.carrying), NOW - timedelta(hours=28), answered=False, photos=self.photos)

    def written(self) -> tuple[WrittenFile, ...]:
        return (WrittenFile(NOW - timedelta(hours=30), 9, 4_100, answered=False),)

    def carried(self) -> tuple[CarriedItem, ...]:
        return self.carrying

    def write(
        self,
        folder: Path,
        progress: Callable[[BundleProgress], None],
        cancelled: Callable[[], bool],
        choice: PhotoChoice = PhotoChoice.ALL,
    ) -> BundleWritten | WriteRefusal:
        self.asked.append(("write", folder))
        self.chosen.append(choice)
        if self.fault is not None:
            raise self.fault
        progress(BundleProgress(BundleStep.WRITING, 1_000, 5_400))
        self.was_cancelled = cancelled()
        return WriteRefusal.CANCELLED if self.was_cancelled else self.writes

    def read(
        self, place: Path, progress: Callable[[BundleProgress], None], cancelled: Callable[[], bool]
    ) -> BundleRead | ReadRefusal:
        self.asked.append(("read", place))
        progress(BundleProgress(BundleStep.READING, 1, 3))
        return self.reads


def ports(
    lanes: ExchangeLanes, exchanges: FakeExchanges, events: Events, bundles: FakeBundles | None = None
) -> ExchangePorts:
    """What the page gets, all of it synthetic."""
    return ports_with(lanes, exchanges, events, FakeWishes(), bundles)


@dataclass
class FakeWishes:
    """What the person wants of sending by itself; `fault` rises from the next wish."""

    held: Hold | None = None
    fault: Exception | None = None

    def hold(self) -> Hold | None:
        return self.held

    def pause_until_tomorrow(self) -> None:
        if self.fault is not None:
            raise self.fault
        self.held = Hold(HoldReason.PAUSED, NOW + timedelta(hours=10))

    def resume(self) -> None:
        self.held = None


@dataclass
class FakeReadmission:
    """A district that answers at once."""

    answer: Readmitted | EnrolmentRefusal = field(default_factory=lambda: Readmitted(140))
    codes: list[str] = field(default_factory=list)

    def ask_again(self, code: str) -> Readmitted | EnrolmentRefusal:
        self.codes.append(code)
        return self.answer


def ports_with(
    lanes: ExchangeLanes,
    exchanges: FakeExchanges,
    events: Events,
    wishes: FakeWishes,
    bundles: FakeBundles | None = None,
) -> ExchangePorts:
    """What the page gets, with these wishes."""
    insight = Insight(exchanges.reasons, lambda size: size / 1_000, lambda: b"{}")
    return ExchangePorts(
        lanes, exchanges, bundles or FakeBundles(), FakeOffice(), insight, wishes, FakeReadmission(), events, now
    )
