"""Which laptops a village has: they prove each other's bundles by the keys in this list."""

from __future__ import annotations

from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_domain.wire.bundle_letters import DeviceList, DeviceNotice, sign_devices
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.services.tokens import Bearer
from kemiskinan_server.storage.database import UnitOfWork


def device_list(unit: UnitOfWork, keys: ServerKeys, bearer: Bearer, village: str) -> DeviceList | Problem:
    """The laptops of the asking laptop's own village, signed."""
    if bearer.village != village:
        return Problem.of(ProblemType.SCOPE_FORBIDDEN, "The token is for another village")
    return sign_devices(DeviceList(village, notices(unit, village)), keys.signing)


def notices(unit: UnitOfWork, village: str) -> list[DeviceNotice]:
    """The laptops of a village that may connect."""
    return [DeviceNotice(*device) for device in unit.bundles.devices(village)]
