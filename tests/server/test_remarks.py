"""A remark of the district goes through the one writer, and only from those who may review."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordKind, VillageCode, new_record_id
from kemiskinan_domain.survey.items import Problem, ProblemKind
from kemiskinan_server.services.district import NotPermittedError, Reviewer, remark
from kemiskinan_server.services.families import words_of
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, household

REVIEWER = Reviewer("reviewer", Role.REVIEWER)


def test_somebody_who_may_not_review_cannot(live_server: LiveServer) -> None:
    reader = Reviewer("camat", Role.SUBDISTRICT_READER)

    with (
        live_server.parts.context.database.unit_of_work() as unit,
        pytest.raises(NotPermittedError),
    ):
        remark(
            unit,
            reader,
            VillageCode(VILLAGE),
            (RecordKind.MEMBER, new_record_id(), "nik"),
            text="?",
            now=datetime.now(UTC),
        )


def test_a_remark_of_the_district_reaches_the_village(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(head_name="Siti")
    laptop.sync(family)
    with live_server.parts.context.database.unit_of_work() as unit:
        record = remark(
            unit, REVIEWER, VILLAGE, (RecordKind.HOUSEHOLD, family.id, "no_kk"), text="Cek KK", now=datetime.now(UTC)
        )
        unit.commit()

    laptop.sync()

    assert laptop.document(record)["text"] == "Cek KK"
    assert laptop.document(record)["parent"] == family.id


@pytest.mark.parametrize("kind", ProblemKind)
def test_a_finding_of_any_kind_says_something_to_the_village(kind: ProblemKind) -> None:
    """It becomes a remark, and an empty remark would help nobody."""
    assert words_of(Problem("/data/urutan", kind))
    assert words_of(Problem("/data/urutan", kind, "Kalimat kuesionernya.")) == "Kalimat kuesionernya."
