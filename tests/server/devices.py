"""A laptop as the tests play it: real keys, real frozen bytes, real HTTP; none of the product's client code."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_domain.changes import (
    GENESIS,
    Act,
    Change,
    Delete,
    FeedLine,
    Put,
    chain_over,
    decode_line,
    encode_change,
)
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from kemiskinan_domain.wire import Paths, Problem, ReplyHead, ReplyTail, decode_reply_line, token_assertion

AT = "2026-11-23T10:00:00+07:00"


def put(kind: RecordKind, record: str, base: int = 0, closes: list[str] | None = None, **fields: Any) -> Put:
    """A put; a field is either the wanted value, or a pair of seen and wanted."""
    edits = {
        name.replace("__", "."): list(value) if isinstance(value, tuple) else [None, value]
        for name, value in fields.items()
    }
    return Put(
        k=kind, id=RecordId(record), base=base, at=AT, by="u1", f=edits, closes=[RecordId(c) for c in closes or []]
    )


def household(record: str | None = None, base: int = 0, closes: list[str] | None = None, **fields: Any) -> Put:
    return put(RecordKind.HOUSEHOLD, record or new_record_id(), base, closes, **fields)


def member(parent: str, record: str | None = None, base: int = 0, **fields: Any) -> Put:
    return put(RecordKind.MEMBER, record or new_record_id(), base, parent=(None, parent), **fields)


def delete(kind: RecordKind, record: str, base: int) -> Delete:
    return Delete(k=kind, id=RecordId(record), base=base, at=AT, by="u1", why="moved")


def act(record: str, name: str, state: tuple[str, str], base: int = 0, note: str = "") -> Act:
    return Act(k=RecordKind.HOUSEHOLD, id=RecordId(record), base=base, at=AT, by="u1", act=name, state=state, note=note)


@dataclass
class Reply:
    """A reply taken apart."""

    status: int
    problem: Problem | None = None
    head: ReplyHead | None = None
    lines: list[FeedLine] = field(default_factory=list)
    tail: ReplyTail | None = None
    raw: list[bytes] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The problem's type; empty where it went well."""
        found = self.problem.problem_type if self.problem else None
        return "" if found is None else found.value


class Laptop:
    """Numbers, freezes and sends changes; keeps what it received by id."""

    def __init__(self, url: str, village: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self.village = village
        self.key = Ed25519PrivateKey.generate()
        self.client = ""
        self.token = ""
        self.epoch = ""
        self.cursor = 0
        self.bodies: list[bytes] = []
        self.acked = 0
        self.base: dict[str, bytes] = {}

    def enrol(self, code: str) -> httpx.Response:
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        answer = self.http.post(
            Paths.ENROLL, json={"code": code, "public_key": public, "device_name": "uji", "app_version": "1"}
        )
        if answer.status_code == 200:
            self.client = answer.json()["client"]
        return answer

    def ask_token(self, moment: datetime | None = None) -> httpx.Response:
        time = (moment or datetime.now(UTC)).isoformat()
        signature = base64.b64encode(self.key.sign(token_assertion(self.client, time))).decode()
        answer = self.http.post(Paths.TOKEN, json={"client": self.client, "time": time, "signature": signature})
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    def save(self, *changes: Change) -> None:
        self.bodies += [encode_change(change) for change in changes]

    def chain(self, upto: int) -> str:
        return chain_over(GENESIS, self.bodies[:upto])

    def message(self, first: int | None = None, last: int | None = None, **override: Any) -> bytes:
        start = first if first is not None else self.acked + 1
        end = len(self.bodies) if last is None else last
        fields: dict[str, Any] = {
            "client": self.client,
            "epoch": self.epoch,
            "cursor": self.cursor,
            "top_mid": len(self.bodies),
            "acked_mid": self.acked,
        }
        if end >= start:
            fields |= {"from": start, "prev": self.chain(start - 1), "chain": self.chain(end)}
            fields["muts"] = [msgspec.Raw(body) for body in self.bodies[start - 1 : end]]
        return msgspec.json.encode(fields | override)

    def post(self, message: bytes, *, keep: bool = True, headers: dict[str, str] | None = None) -> Reply:
        body = gzip.compress(message, 6)
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        answer = self.http.post(
            Paths.sync(self.village),
            content=body,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Encoding": "gzip",
                "Content-Digest": f"sha-256=:{digest}:",
                "Sync-Protocol": "1",
            }
            | (headers or {}),
        )
        reply = read_reply(answer)
        if keep and reply.head is not None:
            self._keep(reply)
        return reply

    def _keep(self, reply: Reply) -> None:
        assert reply.head is not None
        assert reply.tail is not None
        assert reply.head.ack.chain == self.chain(reply.head.ack.to)
        self.epoch, self.acked, self.cursor = reply.head.epoch, reply.head.ack.to, reply.tail.cursor
        for line in reply.raw:
            self.base[decode_line(line).id] = line

    def sync(self, *changes: Change) -> Reply:
        """Save, send everything, and read until there is no more."""
        self.save(*changes)
        reply = self.post(self.message())
        last = reply
        while last.tail is not None and last.tail.more:
            last = self.post(self.message())
        reply.tail = last.tail
        return reply

    def document(self, record: str) -> dict[str, Any]:
        return decode_line(self.base[record]).document


def read_reply(answer: httpx.Response) -> Reply:
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        return Reply(answer.status_code, msgspec.json.decode(answer.content, type=Problem))
    reply = Reply(200)
    for line in answer.content.splitlines():
        match decode_reply_line(line):
            case ReplyHead() as head:
                reply.head = head
            case ReplyTail() as tail:
                reply.tail = tail
            case FeedLine() as feed_line:
                reply.lines.append(feed_line)
                reply.raw.append(line)
    return reply


def as_json(line: bytes) -> Any:
    return json.loads(line)
