"""Pengumuman on the laptop: what is shown today, in which order, and how a person says to have read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kemiskinan_desktop.services.admission import PersonName
from kemiskinan_desktop.services.events import ExchangeChanged, NoticesChanged
from kemiskinan_desktop.services.notices import NoticeService
from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.publishing import Notice, Urgency
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind
from tests.desktop.services.announcing import announce, take_back
from tests.desktop.services.village import Village


def a_notice(title: str = "Rapat", **more: Any) -> Notice:
    given = {"text": "Hari Senin.", "starts": date(2026, 11, 1), "at": "2026-11-20T08:00:00+07:00"}
    return Notice(**{"title": title, **given, **more})


def titles(service: NoticeService) -> list[str]:
    return [one.title for one in service.current()]


def test_only_what_counts_today_and_is_addressed_to_the_village_is_shown(village: Village) -> None:
    announce(village.store, a_notice("Kini"))
    announce(village.store, a_notice("Nanti", starts=date(2026, 11, 24)))
    announce(village.store, a_notice("Lewat", until=date(2026, 11, 22)))
    announce(village.store, a_notice("Hari terakhir", until=date(2026, 11, 23)))
    announce(village.store, a_notice("Kecamatan lain", area=Area(("32.03.02",))))
    announce(village.store, a_notice("Kecamatan ini", area=Area(("32.03.01", "32.03.02"))))
    announce(village.store, a_notice("Nasional"), scope=NATIONAL)

    assert sorted(titles(NoticeService(village.desk))) == ["Hari terakhir", "Kecamatan ini", "Kini", "Nasional"]


def test_urgent_and_unread_come_first(village: Village) -> None:
    service = NoticeService(village.desk)
    announce(village.store, a_notice("Biasa lama"))
    announce(village.store, a_notice("Biasa baru", at="2026-11-22T08:00:00+07:00"))
    announce(village.store, a_notice("Mendesak", urgency=Urgency.URGENT))
    announce(village.store, a_notice("Penting", urgency=Urgency.IMPORTANT))
    before = titles(service)

    service.confirm(next(one for one in service.current() if one.title == "Mendesak"))

    assert before == ["Mendesak", "Penting", "Biasa baru", "Biasa lama"]
    assert titles(service) == ["Penting", "Biasa baru", "Biasa lama", "Mendesak"]


def test_saying_to_have_read_it_is_a_change_of_the_village_s_own_once(village: Village) -> None:
    village.hear(NoticesChanged)
    village.hear(ExchangeChanged)
    service, record = NoticeService(village.desk), announce(village.store, a_notice(confirm=True))
    (seen,) = service.current()

    done = [service.confirm(seen), service.confirm(seen)]

    with village.store.view() as view:
        (reading,) = view.records.children(RecordKind.REMARK, record)
    assert done == [True, False]
    assert village.unsent() == 1
    assert (reading.document["reader"], reading.document["edition"]) == ("Sekretaris Contoh", 1)
    assert (reading.document["state"], reading.document["parent_kind"]) == ("settled", "notice")
    assert [type(event) for event in village.told] == [NoticesChanged, ExchangeChanged]


def test_each_person_reads_for_themselves(village: Village) -> None:
    announce(village.store, a_notice())
    NoticeService(village.desk).confirm(NoticeService(village.desk).current()[0])
    other = PersonName("018f0000-0000-7000-8000-000000000002", "Operator Contoh", Role.OPERATOR)

    (seen,) = NoticeService(replace(village.desk, person=other)).current()

    assert (seen.read, seen.readers) == (False, ("Sekretaris Contoh",))


def test_a_corrected_notice_is_unread_again(village: Village) -> None:
    service, record = NoticeService(village.desk), announce(village.store, a_notice())
    service.confirm(service.current()[0])

    announce(village.store, a_notice("Rapat diundur", edition=2), record)

    (seen,) = service.current()
    assert (seen.title, seen.read, seen.readers, seen.edition) == ("Rapat diundur", False, (), 2)


def test_a_withdrawn_notice_is_gone_and_the_reading_stays_in_the_history(village: Village) -> None:
    service, record = NoticeService(village.desk), announce(village.store, a_notice())
    service.confirm(service.current()[0])

    take_back(village.store, ScopeKind.NOTICE, record)

    assert service.current() == ()
    assert village.unsent() == 1


def test_a_notice_of_a_newer_district_that_cannot_be_read_is_passed_over(village: Village) -> None:
    announce(village.store, a_notice("Terbaca"))
    with village.store.unit() as unit:
        unit._connection.exec_driver_sql(
            "INSERT INTO scope_record VALUES ('national', 'x', 'notice', 9, 0, ?)",
            (b'[9,"notice","x",0,{"judul":"Bentuk baru"}]',),
        )
        unit.commit()

    assert titles(NoticeService(village.desk)) == ["Terbaca"]
