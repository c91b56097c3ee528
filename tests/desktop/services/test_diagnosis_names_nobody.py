"""A diagnostic file is searched for everything that a village has typed, and for every key of the laptop."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from kemiskinan_desktop.places import places_for
from kemiskinan_desktop.services.bundles import BundleService
from kemiskinan_desktop.services.diagnostics import DiagnosticService
from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport
from kemiskinan_desktop.services.exchange.journal import log_text
from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync import new_device_key
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from tests.desktop.services.village import SECRETARY, VILLAGE, Village

FAMILIES = 20
PASSPHRASE = "ayam berkokok tujuh kali"
TOKEN = "eyJjbGllbnQiOiJsYXB0b3AtYSJ9.5f3c"
FIRST = ("Dadang", "Euis", "Iis", "Ujang", "Yayan")
"""Bare first names: words that look like a program's own."""


def texts(value: FieldValue) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@pytest.fixture
def typed(village: Village) -> set[str]:
    """All that was typed into twenty families, their people, a session and a remark."""
    secrets: set[str] = set()

    def put(kind: RecordKind, fields: dict[str, FieldValue]) -> RecordId:
        for value in fields.values():
            secrets.update(texts(value))
        return village.put(kind, fields)

    for number in range(FAMILIES):
        head = f"{FIRST[number % len(FIRST)]} Rekayasa{number:02d}"
        family = put(
            RecordKind.HOUSEHOLD,
            {
                "head_name": head,
                "no_kk": f"32030112038{number:05d}",
                "address": f"Kampung Rekayasa Nomor {number:02d}",
                "dusun": f"Dusun Rekayasa {number:02d}",
                "answers.telepon": f"08120000{number:04d}",
            },
        )
        put(RecordKind.MEMBER, {"name": f"Anak {head}", "nik": f"32030143097{number:05d}", "answers.hp": f"6281{head}"})
        put(RecordKind.REMARK, {"parent": family, "text": f"Rumah {head} roboh"})
    put(RecordKind.DELIBERATION, {"title": "Musyawarah Rekayasa", "place": "Balai Rekayasa", "chair": "Haji Rekayasa"})
    return secrets


@pytest.fixture
def keys(village: Village) -> set[str]:
    """The keys and secrets of this laptop, in the ways in which one writes them down."""
    device = new_device_key()
    with village.store.unit() as unit:
        unit.meta.write(
            Enrolment("laptop-a", "laptop-a", VILLAGE.code, server_key=device.public, private_key=device.private)
        )
        unit.commit()
    raw = bytes(range(32))
    return {device.private, device.public, raw.hex(), base64.b64encode(raw).decode(), PASSPHRASE, TOKEN, SECRETARY.name}


def test_no_name_no_number_and_no_key_stands_in_a_diagnostic_file(
    village: Village, typed: set[str], keys: set[str], tmp_path: Path
) -> None:
    with village.store.unit() as unit:
        for detail in (*FIRST, TOKEN, PASSPHRASE, "OfflineError"):
            told = ExchangeReport(problem=ExchangeProblem.REFUSED, received=((RecordKind.HOUSEHOLD, 2),))
            unit.exchange.history.append(log_text(told, detail), village.clock())
        unit.commit()
    stick = tmp_path / "Siti Rekayasa"
    stick.mkdir()
    BundleService(village.desk, "uji").write(stick, lambda _: None, lambda: False)

    content = DiagnosticService(village.desk, places_for(tmp_path / "data"), "1.0").collect().decode()

    secrets = {*typed, *keys, *FIRST, "Rekayasa", village.desk.device, str(tmp_path), VILLAGE.village}
    assert len(secrets) > 7 * FAMILIES
    assert {one for one in secrets if one in content} == set()
    assert '"OfflineError"' in content
    assert f'"unsent": {3 * FAMILIES + 1}' in content
