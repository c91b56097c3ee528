"""What the system says of the line reaches whoever decides what goes by itself."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from kemiskinan_desktop.app import OpenVillage
from kemiskinan_desktop.services.exchange import ByItself, Hold, HoldReason
from kemiskinan_desktop.services.lanes import Lanes
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.ui.shell.presenter import Doors
from tests.desktop.services.village import SECRETARY, VILLAGE
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.fakes import NowLane
from tests.desktop.ui.shell.test_automatic import NOW, Exchange, System


def test_a_metered_line_keeps_things_from_going_where_the_person_wants_it_so(qtbot, tmp_path):
    events = quiet_events()
    preferences = PreferencesService(tmp_path / "preferensi.json", events)
    preferences.save(replace(preferences.load(), exchange_on_metered=False))
    by_itself = ByItself(preferences, lambda: NOW)
    services = SimpleNamespace(village=VILLAGE, exchange=Exchange(), events=events, by_itself=by_itself)
    doors = Doors(search=lambda query, done: done([]), lock=lambda: None)
    lanes = Lanes(NowLane(), NowLane())
    village = OpenVillage(SimpleNamespace(services=services, person=SECRETARY), lanes, lambda: NOW, doors, [])
    qtbot.addWidget(village.window)
    before = by_itself.hold()

    village.network.listen_to(System())

    assert (before, by_itself.hold()) == (None, Hold(HoldReason.METERED))
