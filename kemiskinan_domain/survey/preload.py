"""What ODK fills in by itself when a questionnaire begins: when, on which day, on which device, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from uuid import uuid4

from kemiskinan_domain.clock import VILLAGE_TIME_ZONE
from kemiskinan_domain.survey.model import Bind


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which an entry is filled; `properties` are those of device and person (`deviceid`, `username`, …)."""

    now: datetime
    language: str = ""
    zone: tzinfo = VILLAGE_TIME_ZONE
    properties: Mapping[str, str] = field(default_factory=dict)
    last_saved: str = ""
    """The submission that was saved last with this form, as XML: what `${last-saved#…}` reads."""


def preloaded(bind: Bind, around: Circumstances) -> str:
    """The value of a question that nobody asks; empty where it is not known yet (the end) or not at all."""
    if bind.preload == "uid":
        return f"uuid:{uuid4()}"
    if bind.preload == "timestamp" and bind.preload_parameter == "start":
        return stamp_of(around.now, around.zone)
    if bind.preload == "date":
        return around.now.astimezone(around.zone).date().isoformat()
    if bind.preload == "property":
        return around.properties.get(bind.preload_parameter, "")
    return ""


def stamp_of(moment: datetime, zone: tzinfo) -> str:
    """A moment as ODK writes it: to the millisecond, with the offset."""
    return moment.astimezone(zone).isoformat(timespec="milliseconds")
