"""A family goes from one village to another: whole or not at all, and by no other request."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode, new_record_id
from kemiskinan_server.services import moving
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.blobs import receive_whole, state_of
from kemiskinan_server.services.district import NotPermittedError, Reviewer
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.villages import Villages
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, act, household, member, put
from tests.server.test_pages import PASSWORD, enter, token_of
from tests.server.test_routes import PAGES, filled

PHOTO = b"gambar rumah"
SHA = hashlib.sha256(PHOTO).hexdigest()
DEWI = Reviewer("dewi", Role.REVIEWER)


@pytest.fixture
def family(laptop: Laptop, live_server: LiveServer) -> dict[str, str]:
    """A family with a member who is insured, a photo whose bytes are there, an entry of a list, and a neighbour."""
    home = household(
        head_name="Siti Contoh", rt="001", address="Kp. Cikadu", survey_state="complete", answers__r105="3"
    )
    siti, photo, cover = member(home.id, name="Siti Contoh", position=1), new_record_id(), new_record_id()
    laptop.sync(
        home,
        siti,
        put(RecordKind.ATTACHMENT, photo, parent=home.id, sha256=SHA, size=len(PHOTO), file_name="rumah.jpg"),
        put(RecordKind.ENROLMENT, cover, parent=siti.id, kpj="12345678901", programme="JKK"),
        household(head_name="Tetangga"),
    )
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        files = BlobFiles(context.settings.blobs_folder)
        receive_whole(unit, files, VILLAGE, SHA, content=PHOTO, now=context.clock())
        for name, area in (("dewi", Area()), ("sempit", Area((VILLAGE,)))):
            save_account(unit, name, PASSWORD, Role.REVIEWER, full_name="", now=context.clock(), area=area)
        unit.commit()
    return {"household": home.id, "member": siti.id, "attachment": photo, "enrolment": cover}


@pytest.fixture
def browser(live_server: LiveServer, family: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def ask(browser: httpx.Client, family: dict[str, str], target: str, reason: str = "Pindah rumah") -> httpx.Response:
    path = f"/desa/{VILLAGE}/keluarga/{family['household']}"
    token = token_of(browser.get(path))
    return browser.post(f"{path}/pindah", data={"form_token": token, "target": target, "reason": reason})


def test_the_family_is_in_the_new_village_with_all_that_belongs_to_it_and_gone_from_the_old(
    browser: httpx.Client, laptop: Laptop, enrol: Enrol, family: dict[str, str], live_server: LiveServer
) -> None:
    enter(browser, "dewi")

    answer = ask(browser, family, OTHER_VILLAGE)
    other = enrol(OTHER_VILLAGE)
    other.sync()
    laptop.sync()

    assert (answer.status_code, "Pindah dari Babakankaret" in answer.text) == (200, True)
    arrived = {one: other.document(one) for one in other.base}
    (home,) = (one for one, held in arrived.items() if held.get("head_name") == "Siti Contoh")
    (siti,) = (one for one, held in arrived.items() if held.get("name") == "Siti Contoh")
    came = arrived[home]["moved_from"]
    assert (came["village"], came["household"], came["reason"]) == (VILLAGE, family["household"], "Pindah rumah")
    assert came["place"] == {"rt": "001", "address": "Kp. Cikadu"}
    assert (arrived[home].get("address"), arrived[home]["survey_state"]) == (None, "draft")
    assert arrived[home]["answers"] == {"r105": "3"}
    assert arrived[siti]["parent"] == home
    assert [held["parent"] for held in arrived.values() if held.get("kpj")] == [siti]
    assert [held["parent"] for held in arrived.values() if held.get("sha256")] == [home]
    assert all(laptop.document(one) == {} for one in family.values())
    assert live_server.rows("SELECT head_name FROM household WHERE village = :v", v=VILLAGE) == [
        {"head_name": "Tetangga"}
    ]
    texts = [str(held["text"]) for held in arrived.values() if held.get("text")]
    assert ["dipindahkan kabupaten dari Desa Babakankaret" in one for one in texts] == [True]


def test_its_photo_is_in_the_new_village_s_folder_and_both_villages_audits_tell_of_it(
    browser: httpx.Client, family: dict[str, str], live_server: LiveServer
) -> None:
    enter(browser, "dewi")

    ask(browser, family, OTHER_VILLAGE)

    context = live_server.parts.context
    files = BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        stored = state_of(unit, files, OTHER_VILLAGE, SHA)
    assert stored is not None
    assert stored.complete
    assert b"".join(files.read(OTHER_VILLAGE, SHA, 0, stored.have)) == PHOTO
    noted = live_server.rows("SELECT village, deed FROM audit WHERE deed LIKE 'family-moved%' ORDER BY deed")
    assert [(row["village"], row["deed"]) for row in noted] == [
        (OTHER_VILLAGE, "family-moved-in"),
        (VILLAGE, "family-moved-out"),
    ]


@pytest.mark.parametrize(
    ("target", "reason", "words"),
    [
        (OTHER_VILLAGE, " ", "Tulis alasannya."),
        ("", "x", "Pilih desa tujuannya."),
        (VILLAGE, "x", "Pilih desa tujuannya."),
        ("32.03.01.2999", "x", "Pilih desa tujuannya."),
    ],
)
def test_what_is_refused_says_why_and_moves_nothing(
    browser: httpx.Client, family: dict[str, str], live_server: LiveServer, target: str, reason: str, words: str
) -> None:
    enter(browser, "dewi")
    before = live_server.rows("SELECT count(*) AS n FROM history")

    answer = ask(browser, family, target, reason)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert live_server.rows("SELECT count(*) AS n FROM history") == before


def test_a_reviewer_of_one_village_hands_no_family_to_another(browser: httpx.Client, family: dict[str, str]) -> None:
    enter(browser, "sempit")

    answer = ask(browser, family, OTHER_VILLAGE)

    assert answer.status_code == 422
    assert "Limbangansari" not in answer.text


def test_a_family_that_the_district_holds_is_given_back_first(
    browser: httpx.Client, laptop: Laptop, family: dict[str, str], live_server: LiveServer
) -> None:
    laptop.sync(act(family["household"], "submit", ("draft", "submitted"), laptop.cursor))
    enter(browser, "dewi")

    answer = ask(browser, family, OTHER_VILLAGE)

    assert "Kembalikan atau buka kembali dahulu" in answer.text
    assert live_server.rows("SELECT id FROM record WHERE village = :v", v=OTHER_VILLAGE) == []


def test_a_real_family_is_never_handed_to_a_training_village(family: dict[str, str], live_server: LiveServer) -> None:
    context, training = live_server.parts.context, VillageCode("32.03.01.2003")
    files = BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        add_village(unit, Place(training, "Latihan", "Cianjur", "Cianjur"), "t", context.clock(), training=True)
        move = moving.Move(VILLAGE, RecordId(family["household"]), training, "x")

        refused = moving.hand_over(unit, files, DEWI, move, context.clock())

    assert refused is moving.MoveRefusal.NO_SUCH_VILLAGE


def test_where_the_disk_is_full_nothing_is_moved(
    browser: httpx.Client, family: dict[str, str], live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        return False

    monkeypatch.setattr(moving, "_bytes_taken", full)
    enter(browser, "dewi")

    answer = ask(browser, family, OTHER_VILLAGE)

    assert "tidak dapat menyimpannya" in answer.text
    assert live_server.rows("SELECT id FROM record WHERE village = :v", v=OTHER_VILLAGE) == []
    assert live_server.rows("SELECT id FROM record WHERE deleted") == []


def test_who_only_reads_hands_nothing_over(family: dict[str, str], live_server: LiveServer) -> None:
    context = live_server.parts.context
    move = moving.Move(VILLAGE, RecordId(family["household"]), OTHER_VILLAGE, "x")
    with context.database.unit_of_work() as unit, pytest.raises(NotPermittedError):
        moving.hand_over(
            unit,
            BlobFiles(context.settings.blobs_folder),
            Reviewer("camat", Role.SUBDISTRICT_READER),
            move,
            context.clock(),
        )


def test_no_request_but_the_hand_over_holds_two_villages(
    browser: httpx.Client, laptop: Laptop, family: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: dict[int, set[str]] = defaultdict(set)
    lock = Villages.lock

    def noted(self: Villages, code: VillageCode, *, writing: bool) -> object:
        held[id(self)].add(code)
        kept.append(self)
        return lock(self, code, writing=writing)

    kept: list[Villages] = []
    monkeypatch.setattr(Villages, "lock", noted)
    enter(browser, "dewi")
    token = token_of(browser.get("/akun"))
    ids = {**family, "session": new_record_id(), "client": laptop.client}
    fields = {"form_token": token, "text": "x", "act": "take", "state": "draft", "reason": "x", "note": "x"}
    counts: dict[str, int] = {}
    for method, path in sorted(PAGES, key=lambda one: one[1].endswith("/pindah")):
        held.clear()
        browser.request(
            method,
            filled(path, VILLAGE, ids),
            data=fields | {"target": OTHER_VILLAGE} if method == "POST" else None,
        )
        counts[f"{method} {path}"] = max((len(codes) for codes in held.values()), default=0)
    held.clear()
    laptop.sync(household(head_name="Baru"))

    assert {len(codes) for codes in held.values()} == {1}
    assert [path for path, count in counts.items() if count > 1] == ["POST /desa/{code}/keluarga/{household}/pindah"]
    assert max(counts.values()) == 2
    assert sum(count == 1 for count in counts.values()) >= 2
