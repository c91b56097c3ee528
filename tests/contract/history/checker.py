"""All that has to be true of a village's tables at any moment, whatever was sent; a finding is one clear sentence."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator

from kemiskinan_domain.changes import GENESIS, Delete, VerdictStatus
from tests.contract.history.log import Entry, Stored, VillageLog
from tests.contract.history.replay import Replay, Running

SHARED = {"nik", "no_kk"}


def findings_in(log: VillageLog) -> list[str]:
    """What cannot have been, in the order in which a reader would look; empty where all is well."""
    replay = Replay(log)
    replay.play()
    return [
        *_in_ledgers(log),
        *_in_verdicts(log),
        *replay.findings,
        *_in_records(log),
        *_in_states(log, replay.records),
        *_in_head(log),
        *_in_revisions(log),
        *_in_receipts(log),
    ]


def _in_ledgers(log: VillageLog) -> Iterator[str]:
    """I1, I2: each device's numbers are dense, and one chain runs over the exact bytes."""
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in log.entries:
        rows[entry.client].append(entry)
    for client in rows.keys() - log.clients.keys():
        yield f"{client} is in the history and is no device of the district"
    for client, device in log.clients.items():
        mine = rows.get(client, [])
        if mine and device["village"] != log.code:
            yield f"{client} is a device of {device['village']} and wrote in {log.code} (I10)"
        if [entry.mid for entry in mine] != list(range(1, device["last_mid"] + 1)):
            yield f"the numbers of {client} are not 1 to {device['last_mid']}, each once (I1)"
        chain = str(GENESIS)
        for entry in mine:
            chain = hashlib.sha256(bytes.fromhex(chain) + entry.body).hexdigest()
            if entry.chain != chain:
                yield f"the chain at {entry.name} is not over the bytes that are kept (I2)"
                break
        else:
            if chain != device["chain"]:
                yield f"the chain of {client} does not end where its history ends (I2)"


def _in_verdicts(log: VillageLog) -> Iterator[str]:
    """I14: who was not simply told yes finds a record that says why."""
    numbers = {(entry.client, entry.mid): entry for entry in log.entries}
    for entry in log.entries:
        if entry.status is VerdictStatus.OK:
            continue
        for conflict in entry.conflicts:
            known = log.records.get(conflict)
            if known is None or known.kind != "conflict" or known.deleted:
                yield f"{entry.name} came out as {entry.status}, and its conflict {conflict} is not there (I14)"
        waits = entry.verdict is not None and entry.verdict.why == "open-conflict"
        told = log.told.get((entry.client, entry.mid), [])
        if not entry.conflicts or not (waits or any(one.conflict in entry.conflicts for one in told)):
            yield f"{entry.name} came out as {entry.status}, and no conflict's log holds it (I14)"
        if entry.status in (VerdictStatus.INVALID, VerdictStatus.FORBIDDEN):
            text = entry.body.decode("utf-8", "backslashreplace")
            if all(one.entry.get("body") != text for one in told):
                yield f"{entry.name} was refused, and its bytes are kept nowhere for people (I4)"
    for (client, mid), told in log.told.items():
        entry = numbers.get((client, mid))
        if told and (entry is None or entry.status is VerdictStatus.OK):
            yield f"the conflict {told[0].conflict} tells of change {mid} of {client}, which the history does not"


def _in_records(log: VillageLog) -> Iterator[str]:
    """A record's line is what its columns say, and its revision was given once."""
    given: dict[int, str] = {}
    for record in log.records.values():
        line = json.loads(record.line)
        if line[:4] != [record.rev, record.kind, record.id, int(record.deleted)]:
            yield f"the line of {record.id} says something else than its columns"
        if hashlib.sha256(record.line).hexdigest() != record.digest:
            yield f"the digest of {record.id} is not of its line"
        if record.rev in given:
            yield f"revision {record.rev} was given to {given[record.rev]} and to {record.id} (I3)"
        given[record.rev] = record.id


def _in_states(log: VillageLog, made: dict[str, Running]) -> Iterator[str]:
    """I4, I7: what stands is what the history makes, no more and no less."""
    for name, record in log.records.items():
        if record.kind != "conflict" and name not in made:
            yield f"{name} stands among the records, and no change made it (I4)"
    for name, running in made.items():
        stored = log.records.get(name)
        if stored is None:
            if not running.deleted:
                yield f"{name} is gone, and no change deleted it (I4)"
            elif log.floor <= running.after:
                yield f"the tombstone of {name} is gone, and nothing says that it was forgotten (I9)"
            continue
        yield from _in_state(name, stored, running)


def _in_state(name: str, stored: Stored, running: Running) -> Iterator[str]:
    if stored.kind != running.kind:
        yield f"{name} is of another kind than its changes"
    if stored.deleted != running.deleted:
        yield f"{name} is {'deleted' if stored.deleted else 'there'}, and the history says otherwise (I4)"
    held = json.loads(stored.last_document or "{}") if stored.deleted else stored.document
    for field in sorted(held.keys() | running.document.keys()):
        if held.get(field) != running.document.get(field):
            yield f"{field} of {name} is not what the history makes of it (I4)"
    if stored.rev <= running.after:
        yield f"{name} stands under revision {stored.rev}, which is older than its last change (I6)"


def _in_head(log: VillageLog) -> Iterator[str]:
    """I3, I5: the village's row says how far the revisions go, and sums up what lives."""
    top = max([log.floor, *(record.rev for record in log.records.values())])
    if top != log.head:
        yield f"the head is {log.head}, and the last revision that anybody has is {top} (I3)"
    beyond = max((entry.rev for entry in log.entries), default=0)
    if beyond > log.head:
        yield f"the history goes on to revision {beyond}, beyond the head {log.head} (I3)"
    live = [record.line for record in log.records.values() if not record.deleted]
    total = sum(int.from_bytes(hashlib.sha256(line).digest()[:16], "big") for line in live) % (1 << 128)
    if (len(live), f"{total:032x}") != (log.count, log.csum):
        yield "the village's count and checksum are not over its living records (I5)"


def _in_revisions(log: VillageLog) -> Iterator[str]:
    """I3: no revision was given to nothing. Most are still seen, on a record or in the history; a transaction can only
    have given as many more as there are conflicts that it may have touched.
    """
    certain = possible = 0
    for batch in log.batches():
        top, might = max(entry.rev for entry in batch), _might_touch(log, batch)
        if top > certain:
            if top > possible + might:
                yield f"revisions {possible + might + 1} to {top} were given by {batch[-1].name} to nothing (I3)"
            possible, certain = min(possible + might, top + might - 1), top
        else:
            possible += might
    if log.entries and log.head > possible:
        yield f"the head is {log.head}, and the history gave no revision beyond {possible} (I3)"


def _might_touch(log: VillageLog, batch: list[Entry]) -> int:
    touched: set[str] = set()
    numbers = 0
    for entry in batch:
        change = entry.change()
        told = log.told.get((entry.client, entry.mid), [])
        touched |= {entry.record, *entry.conflicts, *(one.conflict for one in told), *(one.parent for one in told)}
        touched |= set(getattr(change, "closes", ()))
        # A shared number's conflict is brought up to date, or settles, wherever a number came or went.
        numbers += 2 if isinstance(change, Delete) or SHARED & getattr(change, "f", {}).keys() else 0
    return len(touched) + numbers


def _in_receipts(log: VillageLog) -> Iterator[str]:
    """A signed word is about changes that are in the history, and about lines that stood."""
    chains = {(entry.client, entry.mid): entry.chain for entry in log.entries}
    for receipt in log.receipts:
        body = json.loads(receipt["body"])
        if body["village"] != log.code or chains.get((body["client"], body["last_mid"])) != body["chain"]:
            yield f"receipt {receipt['code']} is about changes that the history does not hold (2.14)"
        for record, rev, digest in body["records"]:
            stored = log.records.get(record)
            if stored is not None and stored.rev == rev and stored.digest != digest:
                yield f"receipt {receipt['code']} vouches for another {record} than stands there (2.14)"
