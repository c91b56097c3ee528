"""Enrols the laptop over the network, and says in values why it did not work."""

from __future__ import annotations

from typing import Protocol

from kemiskinan_desktop.services.admission import EnrolmentOffer, EnrolmentRefusal, VillageNames
from kemiskinan_desktop.services.code_refusals import refusal_of
from kemiskinan_desktop.sync import (
    CodeRefusal,
    DeviceKey,
    District,
    SyncError,
    enrol,
    new_device_key,
    read_server_address,
)
from kemiskinan_domain.wire import EnrolmentReply


class Enroller(Protocol):
    """Asks a district for admission: `DistrictEnroller`, or a test's stand-in."""

    def enrol(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        """Enrol with a one-time code."""


class DistrictEnroller:
    """Keeps the laptop's key while one code is tried, so that a lost reply does not use the code up."""

    def __init__(self, device_name: str, app_version: str) -> None:
        self._device_name = device_name
        self._app_version = app_version
        self._keys: dict[tuple[str, str], DeviceKey] = {}

    def enrol(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        """Enrol with a one-time code (lane: network)."""
        address = read_server_address(server_url)
        if address is None:
            return EnrolmentRefusal.ADDRESS_NOT_SAFE
        clean = code.strip()
        key = self._keys.setdefault((address, clean), new_device_key())
        district = District(address, self._app_version)
        try:
            reply = enrol(district, clean, key, device_name=self._device_name, app_version=self._app_version)
        except SyncError as error:
            return refusal_of(error)
        finally:
            district.close()
        return refusal_of(reply) if isinstance(reply, CodeRefusal) else _offer(reply, address, key)


def _offer(reply: EnrolmentReply, address: str, key: DeviceKey) -> EnrolmentOffer:
    names = VillageNames(reply.village, reply.village_name, reply.subdistrict_name, reply.district_name, reply.training)
    return EnrolmentOffer(names, reply.client, address, reply.server_key, key.private)
