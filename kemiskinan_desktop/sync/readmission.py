"""A laptop that the district does not know any more is enrolled once more, without losing what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync.enrolment import CodeRefusal, DeviceKey, enrol, fetch_token
from kemiskinan_desktop.sync.errors import DistrictProblemError, NotTheDistrictError
from kemiskinan_desktop.sync.transport import District
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import LedgerReply, Paths, ProblemType


@dataclass(frozen=True, slots=True)
class Readmission:
    """Who the laptop is from now on, and what the district holds of who it was: number and chain value of each change.

    `held` is None where the district does not know the old name at all.
    """

    enrolment: Enrolment
    held: Mapping[int, str] | None


def ask_again(
    known: Enrolment, district: District, code: str, key: DeviceKey, clock: Clock, *, device_name: str, app_version: str
) -> Readmission | CodeRefusal:
    """Ask for admission with a new code; nothing is written here, and the same code and key may be used again.

    Raises the errors of this package, NotTheDistrictError also where it is not the district that the file belongs to.
    """
    reply = enrol(district, code, key, device_name=device_name, app_version=app_version)
    if isinstance(reply, CodeRefusal):
        return reply
    if reply.server_key != known.server_key or reply.training != known.training:
        raise NotTheDistrictError
    if reply.village != known.village:
        return CodeRefusal.OTHER_VILLAGE
    token = fetch_token(district, reply.client, key.private, clock, 0.0)
    enrolment = replace(known, client=reply.client, device=reply.client, private_key=key.private)
    return Readmission(enrolment, _held(district, known.client, token.text))


def _held(district: District, client: str, token: str) -> Mapping[int, str] | None:
    try:
        ledger = district.get(Paths.ledger(client), LedgerReply, token)
    except DistrictProblemError as error:
        if error.type is not ProblemType.NOT_FOUND:
            raise
        return None
    return {entry.mid: entry.chain for entry in ledger.entries}
