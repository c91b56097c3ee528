"""A questionnaire for some villages, and one that the district withdraws: what the laptop then works with."""

from __future__ import annotations

from pathlib import Path

from kemiskinan_domain.people import Area
from kemiskinan_server.services.forms import publish_form, withdraw_form
from tests.contract.desks import desk
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer


def publish(server: LiveServer, version: str, area: Area = Area()) -> None:  # noqa: B008 - a frozen value
    context = server.parts.context
    text = f"<form><q name='atap'>{version}</q></form>"
    with context.database.unit_of_work() as unit:
        publish_form(
            unit, context.keys, form="rumah", version=version, compiled=text, by="test", now=context.clock(), area=area
        )
        unit.commit()


def in_use(laptop: Laptop) -> str:
    with laptop.store.view() as unit:
        newest = unit.forms.newest("rumah")
    return "" if newest is None else newest.version


def test_only_the_laptop_of_the_named_village_gets_the_version(live_server: LiveServer, tmp_path: Path) -> None:
    publish(live_server, "1")
    publish(live_server, "2", Area((VILLAGE,)))
    with (
        desk(tmp_path / "a", live_server.url, live_server.code(VILLAGE)) as here,
        desk(tmp_path / "b", live_server.url, live_server.code(OTHER_VILLAGE)) as there,
    ):
        here.sync()
        there.sync()

        assert (in_use(here), in_use(there)) == ("2", "1")


def test_after_a_withdrawal_the_laptop_works_with_the_version_before_and_keeps_the_withdrawn_text(
    live_server: LiveServer, tmp_path: Path
) -> None:
    context = live_server.parts.context
    publish(live_server, "1")
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        laptop.sync()
        publish(live_server, "2")
        laptop.sync()
        before = in_use(laptop)
        with context.database.unit_of_work() as unit:
            withdraw_form(unit, "rumah", "2", "test", context.clock())
            unit.commit()

        report = laptop.sync()

        assert (before, in_use(laptop), report.forms) == ("2", "1", 0)
        with laptop.store.view() as unit:
            assert unit.forms.get("rumah", "2") is not None
