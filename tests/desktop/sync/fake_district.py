"""A small district in memory behind real HTTP: the protocol with the domain's merge, and faults on request."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kemiskinan_domain.changes import (
    EMPTY_CHECKSUM,
    GENESIS,
    ChainValue,
    Receipt,
    ReceiptEntry,
    RecordState,
    Verdict,
    VerdictStatus,
    append_rejected,
    decode_change,
    encode_line,
    line_digest,
    merge_change,
    next_link,
    sign_receipt,
)
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode, conflict_id
from kemiskinan_domain.wire import (
    Acknowledgement,
    LedgerEntry,
    LedgerReply,
    Problem,
    ProblemType,
    ReplyHead,
    ReplyTail,
    SyncRequest,
    TokenReply,
    encode_message,
)

VILLAGE = VillageCode("32.03.01.2001")


@dataclass
class Stored:
    kind: RecordKind
    rev: int
    deleted: bool
    document: Document
    line: bytes


@dataclass
class Ledger:
    chains: list[str] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    records: dict[int, RecordId] = field(default_factory=dict)

    @property
    def chain(self) -> ChainValue:
        return ChainValue(self.chains[-1]) if self.chains else GENESIS


class FakeDistrict:
    """State and rules; the handler below is only its mouth."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.signing = self.key
        self.epoch = str(uuid.uuid4())
        self.head = 0
        self.records: dict[RecordId, Stored] = {}
        self.clients: dict[str, Ledger] = {}
        self.cut_after: int | None = None
        self.silent_after: int | None = None
        """After so many lines nothing more comes, and the line stays open until `released`."""
        self.released = threading.Event()
        self.lose_replies = 0
        self.lose_requests = 0
        self.answer_html = False
        self.checksum_faults = 0
        self.omit_receipts = False
        self.durable_rev = 0
        self.forms: dict[tuple[str, str], bytes] = {}
        self.requests: list[SyncRequest] = []

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    def store(self, kind: RecordKind, record: RecordId, document: Document, deleted: bool = False) -> None:
        self.head += 1
        line = encode_line(self.head, kind, record, deleted, document)
        self.records[record] = Stored(kind, self.head, deleted, document, line)

    def document(self, record: RecordId) -> Document | None:
        stored = self.records.get(record)
        return None if stored is None or stored.deleted else stored.document

    def sync(self, request: SyncRequest) -> list[bytes] | Problem:
        self.requests.append(request)
        ledger = self.clients.setdefault(request.client, Ledger())
        last = len(ledger.chains)
        if request.epoch not in ("", self.epoch):
            return Problem.of(ProblemType.EPOCH_CHANGED, epoch=self.epoch)
        if request.top_mid < last:
            return Problem.of(ProblemType.CLIENT_ROLLED_BACK)
        if request.cursor > self.head:
            return Problem.of(ProblemType.CURSOR_AHEAD)
        if request.muts and request.first > last + 1:
            return Problem.of(ProblemType.MUTATION_GAP, expected=last + 1)
        link = ChainValue(request.prev or GENESIS)
        for mid, raw in enumerate(request.muts, request.first):
            link = next_link(link, bytes(raw))
            if mid <= last and ledger.chains[mid - 1] != link:
                return Problem.of(ProblemType.MUTATION_FORK)
            if mid > last:
                if mid == request.first and request.prev != ledger.chain:
                    return Problem.of(ProblemType.MUTATION_FORK)
                self._process(request.client, ledger, mid, bytes(raw), link)
        assert not request.muts or link == request.chain
        return self._reply(request, ledger)

    def _process(self, client: str, ledger: Ledger, mid: int, body: bytes, link: ChainValue) -> None:
        change = decode_change(body)
        stored = self.records.get(change.id)
        state = None if stored is None else RecordState(stored.document, stored.deleted, stored.rev)
        merged = merge_change(change, state)
        if merged.changed:
            self.store(change.k, change.id, merged.document, merged.deleted)
        for clash in merged.clashes:
            self._keep(client, mid, change.id, change.k, clash.field, clash.why, clash.wanted)
            ledger.verdicts[mid] = Verdict(VerdictStatus.CONFLICT, [conflict_id(change.id, clash.field, client)])
        ledger.chains.append(link)
        ledger.records[mid] = change.id

    def _keep(self, client: str, mid: int, record: RecordId, kind: Any, name: str, why: Any, wanted: Any) -> None:
        conflict = conflict_id(record, name, client)
        entry: Document = {"client": client, "mid": mid, "wanted": wanted}
        document = append_rejected(
            self.document(conflict), parent=record, parent_kind=kind, field=name, why=why, entry=entry
        )
        self.store(RecordKind.CONFLICT, conflict, document)

    def _reply(self, request: SyncRequest, ledger: Ledger) -> list[bytes]:
        last = len(ledger.chains)
        head = ReplyHead(
            epoch=self.epoch,
            ack=Acknowledgement(last, ledger.chain),
            server_time=datetime.now(UTC).isoformat(),
            results={mid: verdict for mid, verdict in ledger.verdicts.items() if mid > request.acked_mid},
            receipt=self._receipt(request.client, ledger, request.acked_mid + 1, last),
        )
        lines, size = [encode_message(head)], 0
        cursor = request.cursor
        for stored in sorted(self.records.values(), key=lambda stored: stored.rev):
            if stored.rev <= request.cursor:
                continue
            if size and size + len(stored.line) > request.limit_bytes:
                return [*lines, encode_message(ReplyTail(cursor=cursor, head=self.head, more=True))]
            lines.append(stored.line)
            size += len(stored.line)
            cursor = stored.rev
        return [*lines, encode_message(self._tail())]

    def _tail(self) -> ReplyTail:
        total = EMPTY_CHECKSUM
        for stored in self.records.values():
            total = total if stored.deleted else total.plus(stored.line)
        text = total.text
        if self.checksum_faults:
            self.checksum_faults -= 1
            text = "f" * 32
        return ReplyTail(cursor=self.head, head=self.head, count=total.count, csum=text, durable_rev=self.durable_rev)

    def _receipt(self, client: str, ledger: Ledger, first: int, last: int) -> Receipt | None:
        if first > last or self.omit_receipts:
            return None
        ids = {ledger.records[mid] for mid in range(first, last + 1)} & set(self.records)
        entries = [
            ReceiptEntry(record, self.records[record].rev, line_digest(self.records[record].line)) for record in ids
        ]
        unsigned = Receipt(
            VILLAGE, client, first, last, ledger.chain, self.head, entries, datetime.now(UTC).isoformat()
        )
        return sign_receipt(unsigned, self.signing)

    def form_list(self) -> list[dict[str, str]]:
        return [
            {"id": form, "version": version, "digest": hashlib.sha256(text).hexdigest()}
            for (form, version), text in self.forms.items()
        ]


@contextmanager
def serving(district: FakeDistrict) -> Iterator[str]:
    """The address at which the district answers."""

    class Handler(_Handler):
        state = district

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        district.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: FakeDistrict

    def log_message(self, *args: Any) -> None:
        """Tests are quiet."""

    def do_GET(self) -> None:
        if self.path.startswith("/v1/forms/"):
            form, version = self.path.removeprefix("/v1/forms/").split("/")
            text = self.state.forms[form, version]
            signature = base64.b64encode(self.state.signing.sign(text)).decode()
            self._send(200, text, {"Content-Type": "application/json", "Form-Signature": signature})
        elif self.path.partition("?")[0] == "/v1/forms":
            self._send(200, json.dumps(self.state.form_list()).encode())
        else:
            client = self.path.split("/")[3]
            ledger = self.state.clients.get(client, Ledger())
            entries = [LedgerEntry(mid, chain) for mid, chain in enumerate(ledger.chains, 1)]
            self._send(200, msgspec.json.encode(LedgerReply(client, len(entries), entries)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.state.answer_html:
            self._send(200, b"<html>Silakan masuk</html>", {"Content-Type": "text/html"})
        elif self.path == "/v1/token":
            self._send(200, msgspec.json.encode(TokenReply("token", 3600, datetime.now(UTC).isoformat())))
        else:
            self._sync(body)

    def _sync(self, body: bytes) -> None:
        if self.state.lose_requests:
            self.state.lose_requests -= 1
            self.close_connection = True
            return
        reply = self.state.sync(msgspec.json.decode(gzip.decompress(body), type=SyncRequest))
        if self.state.lose_replies:
            self.state.lose_replies -= 1
            self.close_connection = True
            return
        if isinstance(reply, Problem):
            self._send(reply.status, msgspec.json.encode(reply), {"Content-Type": "application/problem+json"})
            return
        whole = b"".join(line + b"\n" for line in reply)
        kept = whole
        if self.state.cut_after is not None:
            kept = b"".join(line + b"\n" for line in reply[: self.state.cut_after]) + b'[1,"hou'
            self.state.cut_after = None
        silent, self.state.silent_after = self.state.silent_after, None
        if silent is not None:
            kept = b"".join(line + b"\n" for line in reply[:silent])
        self._send(200, kept, {"Content-Type": "application/x-ndjson", "Content-Length": str(len(whole))})
        if silent is not None:
            self.wfile.flush()
            self.state.released.wait()

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        merged = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
        for name, value in merged.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
