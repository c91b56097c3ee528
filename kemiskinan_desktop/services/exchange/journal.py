"""How a past exchange is kept in the log."""

from __future__ import annotations

import json
from datetime import datetime

from kemiskinan_desktop.services.exchange.values import ExchangeProblem, ExchangeReport, LogLine
from kemiskinan_desktop.sync import Hindrance, Published
from kemiskinan_domain.records import RecordKind

_COUNTS = (
    "pushed",
    "pulled",
    "receipts_verified",
    "new_conflicts",
    "refused",
    "attachments_sent",
    "attachments_received",
    "attachments_for_a_better_line",
    "notices",
)


def log_text(report: ExchangeReport, detail: str) -> str:
    """One line of the log as JSON; `detail` is the district's own word for a problem."""
    counts = {name: getattr(report, name) for name in _COUNTS}
    kept = {**counts, "problem": report.problem.name if report.problem else None, "detail": detail}
    if report.slot is not None:
        kept["slot"] = report.slot.isoformat()
    if report.received:
        kept["received"] = {str(kind): count for kind, count in report.received}
    if report.missing:
        kept["missing"] = dict(report.missing)
    return json.dumps(kept)


def log_line(at: str, text: str) -> LogLine:
    """A line as screens show it."""
    kept = json.loads(text)
    problem = ExchangeProblem[kept["problem"]] if kept.get("problem") in ExchangeProblem.__members__ else None
    slot = datetime.fromisoformat(kept["slot"]) if kept.get("slot") else None
    came = kept.get("received", {}).items()
    received = tuple((RecordKind(kind), int(count)) for kind, count in came if kind in set(RecordKind))
    counts = {name: int(kept.get(name, 0)) for name in _COUNTS}
    missing = tuple(
        (Published(what), Hindrance(why))
        for what, why in kept.get("missing", {}).items()
        if what in set(Published) and why in set(Hindrance)
    )
    report = ExchangeReport(problem=problem, slot=slot, received=received, missing=missing, **counts)
    return LogLine(datetime.fromisoformat(at), report, str(kept.get("detail", "")))
