"""Where every value went: the invariants of SYNC 2.13 over the real tables of both sides, once all is quiet."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from kemiskinan_desktop.storage.tables import archive, base, outbox, receipt, refused, stage
from kemiskinan_domain.changes import GENESIS, chain_over, decode_line
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode, read_field
from tests.contract.history.watching import check_villages
from tests.contract.machine.desk import Desk
from tests.contract.machine.world import CODES, World, Written


def check_quiet(world: World) -> None:
    """All invariants; the world must have settled before."""
    assert [desk.healed for desk in world.desks] == [0] * len(world.desks), "only the checksum saved the village"
    for village in {desk.village for desk in world.desks}:
        district = _Held(world, village)
        for desk in world.desks:
            if desk.village == village:
                _check_equal(desk, district, world.forgotten)
                _check_scope(desk)
                _check_acknowledged(world, desk)
                _check_name(desk)
        _check_ledger(world, village)
        for written in (w for w in world.written if w.village == village):
            _check_kept(world, written, district)
        with world.district.parts.context.database.engine.connect() as connection:
            check_villages(connection, [village])
        for code in (c for c in world.codes if c.village == village):
            _check_code(world, code, district)


class _Held:
    """What the district holds of a village."""

    def __init__(self, world: World, village: VillageCode) -> None:
        rows = world.district.rows("SELECT id, line, deleted FROM record WHERE village = :v", v=village)
        self.village = village
        self.lines = {str(row["id"]): str(row["line"]) for row in rows}
        self.live: dict[str, Document] = {
            str(row["id"]): decode_line(row["line"].encode()).document for row in rows if not row["deleted"]
        }
        head = world.district.rows("SELECT live_count, csum FROM village WHERE code = :v", v=village)[0]
        self.checksum = (head["live_count"], head["csum"])
        conflicts = [json.loads(line)[4] for line in self.lines.values() if json.loads(line)[1] == "conflict"]
        self.log: list[dict[str, Any]] = [entry for conflict in conflicts for entry in conflict["log"]]
        self.rejected = {value for entry in self.log if isinstance(value := entry["wanted"], str)}
        self.held = [
            {name: entry[name] or [] for name in ("seen", "wanted")}
            for entry in self.log
            if isinstance(entry["wanted"] or entry["seen"], list)
        ]
        self.met = {value for entry in self.log if isinstance(value := entry["current"], str)}
        bodies = world.district.rows("SELECT body FROM history WHERE village = :v", v=village)
        self.history = b"\n".join(bytes(row["body"]) for row in bodies).decode()

    def current(self, record: RecordId, field: str) -> Any:
        return read_field(self.live.get(record, {}), field)


def _check_equal(desk: Desk, district: _Held, forgotten: set[RecordId]) -> None:
    """I5 and I7: base = server byte for byte, work = base, the checksum is the district's."""
    with desk.store.view() as unit:
        rows = unit.records._connection.execute(select(base.c.id, base.c.line)).all()
        shown = {record.id: record.document for kind in RecordKind for record in unit.records.all(kind)}
        state = unit.meta.exchange()
    lines = {row.id: row.line.decode() for row in rows}
    # A laptop may keep a tombstone that the district has let go.
    kept = {name: line for name, line in lines.items() if name in district.lines or name not in forgotten}
    assert kept == district.lines, "laptop and district differ"
    assert shown == district.live, "the screen differs from the base"
    assert (state.count, state.total) == district.checksum, "the checksums differ"


def _check_scope(desk: Desk) -> None:
    """I10: no byte of another village."""
    with desk.store.view() as unit:
        texts = [bytes(row[0]).decode() for row in unit.records._connection.execute(select(base.c.line))]
        texts += [bytes(row[0]).decode() for row in unit.records._connection.execute(select(stage.c.lines))]
    foreign = [part for text in texts for part in text.split('"') if "#" in part and not part.startswith(desk.village)]
    assert foreign == [], "bytes of another village"


def _check_acknowledged(world: World, desk: Desk) -> None:
    """I12: what left the outbox left it with the district's signed word, and with the reason where it was refused."""
    with desk.store.view() as unit:
        connection, client = unit.records._connection, unit.meta.enrolment().client
        acked = unit.meta.exchange().acked_mid
        covered = {
            (row.client, mid)
            for row in connection.execute(select(receipt.c.client, receipt.c.first_mid, receipt.c.last_mid))
            for mid in range(row.first_mid, row.last_mid + 1)
        }
        done = {
            (row.client, row.mid) for row in connection.execute(select(archive.c.client, archive.c.mid)) if row.mid > 0
        }
        done |= {
            (client, mid) for mid in connection.execute(select(outbox.c.mid).where(outbox.c.acked)).scalars() if mid > 0
        }
        told = {row.mid for row in connection.execute(select(refused.c.mid).where(refused.c.client == client))}
    assert done - covered == set(), "a change counts as sent without a receipt"
    rows = world.district.rows(
        "SELECT mid FROM history WHERE client = :c AND verdict IS NOT NULL AND mid <= :m", c=client, m=acked
    )
    assert {row["mid"] for row in rows} - told == set(), "a change was refused, and its laptop was never told why"


def _check_name(desk: Desk) -> None:
    """Rule 6: only a file that was put back goes on under a new name; what both sides know never differs otherwise."""
    with desk.store.view() as unit:
        enrolment = unit.meta.enrolment()
    assert desk.went_back or enrolment.client == enrolment.device, "a laptop took a new name without a reason"


def _check_ledger(world: World, village: VillageCode) -> None:
    """I1, I2: dense numbers under one chain, and no change twice, whatever name its laptop had."""
    clients = world.district.rows("SELECT id, last_mid, chain FROM client WHERE village = :v", v=village)
    seen: list[bytes] = []
    for client in clients:
        rows = world.district.rows(
            "SELECT mid, body FROM history WHERE village = :v AND client = :c ORDER BY mid", v=village, c=client["id"]
        )
        bodies = [bytes(row["body"]) for row in rows]
        assert [row["mid"] for row in rows] == list(range(1, client["last_mid"] + 1)), "numbers are missing"
        assert chain_over(GENESIS, bodies) == client["chain"], "the chain is not over the history"
        seen += [_effect(body) for body in bodies]
    assert len(set(seen)) == len(seen), "a change took effect twice"


def _effect(body: bytes) -> bytes:
    """What a change does, without the revision that its author knew."""
    change = json.loads(body)
    change.pop("base", None)
    return json.dumps(change, sort_keys=True).encode()


def _check_kept(world: World, written: Written, district: _Held) -> None:
    """I4, I15: current, or in a conflict's log, or overwritten or deleted by somebody who had it on screen."""
    value = written.value
    if value in district.rejected or value in district.met or value == district.current(written.record, written.field):
        return
    gone = written.record not in district.live or written.record in world.forgotten
    if gone and value in world.deleted_in_sight:
        return
    sent = f'"{value}"' in district.history
    for later in world.written:
        if (later.record, later.field, later.seen) == (written.record, written.field, value):
            if later.value not in district.rejected:
                return
            if later.desk == written.desk and not sent:
                return
    raise AssertionError(f"{value} is lost")


def _check_code(world: World, code: Written, district: _Held) -> None:
    """Marks of two people meet in one set: there until somebody who saw it took it out."""
    present = code.value in (district.current(code.record, CODES) or [])
    gone = code.record not in district.live or code.record in world.forgotten
    if gone and code.value in world.deleted_in_sight:
        return
    if any((code.value in entry["wanted"]) != (code.value in entry["seen"]) for entry in district.held):
        # Held while the district had the family: the log says what its author wanted.
        return
    assert present != (code.value in world.taken_out), f"the mark {code.value} is lost or came back"
