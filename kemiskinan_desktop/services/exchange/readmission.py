"""Enrols the laptop once more where the district does not know it, and lets all that it lacks wait to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.code_refusals import refusal_of
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged
from kemiskinan_desktop.sync import CodeRefusal, DeviceKey, District, SyncError, ask_again, new_device_key


@dataclass(frozen=True, slots=True)
class Readmitted:
    """The district knows the laptop again; so many changes wait."""

    waiting: int


class ReadmissionService:
    """Keeps the laptop's new key while one code is tried, so that a lost reply does not use the code up."""

    def __init__(self, desk: Desk, line: District, app_version: str) -> None:
        self._desk = desk
        self._line = line
        self._app_version = app_version
        self._keys: dict[str, DeviceKey] = {}

    def ask_again(self, code: str) -> Readmitted | EnrolmentRefusal:
        """Enrol with a new code (lane: network). Nothing of the file changes before the district has taken the laptop.

        Raises what storage names.
        """
        desk, clean = self._desk, code.strip()
        with desk.store.view() as view:
            known = view.meta.enrolment()
        key = self._keys.setdefault(clean, new_device_key())
        try:
            answer = ask_again(
                known, self._line, clean, key, desk.clock, device_name=desk.device, app_version=self._app_version
            )
        except SyncError as error:
            return refusal_of(error)
        if isinstance(answer, CodeRefusal):
            return refusal_of(answer)
        with desk.store.unit() as unit:
            waiting = unit.exchange.recovering.enrol_again(answer.enrolment, answer.held)
            unit.audit.append("enrolled-again", by=desk.person.id, at=desk.clock(), detail=answer.enrolment.client)
            unit.commit()
        desk.tell(ExchangeChanged())
        return Readmitted(waiting)
