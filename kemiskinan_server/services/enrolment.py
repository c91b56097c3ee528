"""How a laptop becomes known: a one-time code, its public key, and from then on signed assertions."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kemiskinan_domain.changes import GENESIS
from kemiskinan_domain.people import Role, Side, side_of
from kemiskinan_domain.records import VillageCode, new_record_id
from kemiskinan_domain.wire import (
    EnrolmentReply,
    EnrolmentRequest,
    FormNotice,
    LedgerEntry,
    LedgerReply,
    Problem,
    ProblemType,
    TokenReply,
    TokenRequest,
    device_of,
    token_assertion,
)
from kemiskinan_server.services import tokens
from kemiskinan_server.services.codes import make_code, read_code
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client, StoredCode

CODE_LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NewCode:
    """What a code is for; `person` may be empty."""

    village: VillageCode
    role: Role = Role.SECRETARY
    person: str = ""
    life: timedelta = CODE_LIFE


def hand_out_code(unit: UnitOfWork, keys: ServerKeys, wanted: NewCode, by: str, now: datetime) -> str | Problem:
    """A code to write down; only its keyed hash stays here."""
    if unit.villages.get(wanted.village) is None:
        return Problem.of(ProblemType.NOT_FOUND, "No such village")
    code = make_code()
    stored = StoredCode(
        keys.seal("code", code), wanted.village, wanted.role, wanted.person, now + wanted.life, client=None
    )
    unit.directory.add_code(stored, now)
    unit.directory.note(now, by, "enrolment-code", wanted.village, wanted.role)
    return code


def enrol(unit: UnitOfWork, keys: ServerKeys, request: EnrolmentRequest, now: datetime) -> EnrolmentReply | Problem:
    """Take a laptop in. The same laptop asking again, because the first answer was lost, gets the same answer."""
    if _public_key(request.public_key) is None:
        return Problem.of(ProblemType.MALFORMED, "The public key is not an Ed25519 key")
    code = read_code(request.code)
    stored = None if code is None else unit.directory.lock_code(keys.seal("code", code))
    if stored is None:
        return Problem.of(ProblemType.CODE_UNKNOWN, "The code is not known")
    if stored.client is not None:
        known = unit.ledger.client(stored.client)
        if known is None or known.public_key != request.public_key:
            return Problem.of(ProblemType.CODE_USED, "The code was used by another device")
        return _welcome(unit, keys, known)
    if now >= stored.expires_at:
        return Problem.of(ProblemType.CODE_EXPIRED, "The code has expired")
    client = Client(
        id=new_record_id(),
        village=stored.village,
        side=side_of(stored.role),
        role=stored.role,
        person=stored.person,
        public_key=request.public_key,
        last_mid=0,
        chain=GENESIS,
        revoked=False,
    )
    unit.ledger.add_client(client, now, request.device_name[:200], request.app_version[:40])
    unit.directory.use_code(stored.hash, client.id, now)
    unit.directory.note(now, client.id, "enrolled", stored.village, request.device_name[:200])
    return _welcome(unit, keys, client)


def _welcome(unit: UnitOfWork, keys: ServerKeys, client: Client) -> EnrolmentReply | Problem:
    village = unit.villages.get(client.village)
    if village is None:
        return Problem.of(ProblemType.NOT_FOUND, "No such village")
    return EnrolmentReply(
        client=client.id,
        village=village.code,
        village_name=village.name,
        subdistrict_name=village.subdistrict,
        district_name=village.district,
        server_key=keys.public,
        training=village.training,
        forms=[FormNotice(*form) for form in unit.publications.newest(village.code)],
    )


def give_token(
    unit: UnitOfWork, keys: ServerKeys, request: TokenRequest, life: timedelta, now: datetime
) -> TokenReply | Problem:
    """A token for a device that proves it holds its key now; a wrong clock is told the right time.

    Each assertion is good for one token: one that was overheard is worth nothing to who heard it. The caller commits.
    """
    client = unit.ledger.client(request.client)
    if client is None or client.revoked:
        return shut_out(client)
    key = _public_key(client.public_key)
    if key is None or not _signed(key, request):
        return Problem.of(ProblemType.SCOPE_FORBIDDEN, "The signature is not the device's")
    said = _moment(request.time)
    if said is None or abs(now - said) > tokens.ASSERTION_WINDOW:
        return Problem.of(ProblemType.TOKEN_EXPIRED, "The assertion's time is off", server_time=now.isoformat())
    if not unit.assertions.spend(VillageCode(client.village), client.id, said, now - 2 * tokens.ASSERTION_WINDOW):
        return Problem.of(ProblemType.TOKEN_EXPIRED, "This assertion was used before", server_time=now.isoformat())
    token = tokens.issue(keys, client.id, client.village, client.role, now + life)
    return TokenReply(token, int(life.total_seconds()), now.isoformat())


def ledger_of(unit: UnitOfWork, bearer: tokens.Bearer, client: str, start: int) -> LedgerReply | Problem:
    """What the district processed of a device; a laptop may ask for any device of its own village."""
    known = unit.ledger.client(client) or unit.ledger.client(device_of(client))
    if known is None or known.village != bearer.village or known.side is not Side.VILLAGE:
        return Problem.of(ProblemType.NOT_FOUND, "No such device in the village")
    links = unit.ledger.links(known.village, client, start)
    # A name that a restored laptop took and never got through with is known by its device, and has done nothing yet.
    last_mid = known.last_mid if known.id == client else 0
    return LedgerReply(client, last_mid, [LedgerEntry(mid, chain) for mid, chain in links])


def _public_key(text: str) -> Ed25519PublicKey | None:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return None


def _signed(key: Ed25519PublicKey, request: TokenRequest) -> bool:
    try:
        key.verify(base64.b64decode(request.signature, validate=True), token_assertion(request.client, request.time))
    except (InvalidSignature, ValueError):
        return False
    return True


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def shut_out(client: Client | None) -> Problem:
    """Why a device may not connect: nobody here knows it, or somebody took its admission back."""
    if client is None:
        return Problem.of(ProblemType.DEVICE_UNKNOWN, "The device is not known here")
    return Problem.of(ProblemType.DEVICE_REVOKED, "The device may not connect")


def revoke(unit: UnitOfWork, client: str, by: str, now: datetime) -> bool:
    """Shut a laptop out, lost or stolen; False where it is not known."""
    if not unit.ledger.revoke(client, now):
        return False
    unit.directory.note(now, by, "device-revoked", None, client)
    return True
