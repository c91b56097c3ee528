"""A laptop of the tests writes bundles and reads answers by the format alone, without the product's client code."""

from __future__ import annotations

from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kemiskinan_domain.wire import SyncRequest
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, key_id, public_key
from kemiskinan_domain.wire.bundle_letters import Answer, LaptopLetter, read_answer, write_requests
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope, seal_bundle
from kemiskinan_server.app import Parts
from tests.server.devices import Laptop


def district_key(parts: Parts) -> Ed25519PublicKey:
    key = public_key(parts.context.keys.public)
    assert key is not None
    return key


def bundle_of(
    laptop: Laptop,
    parts: Parts,
    *messages: bytes,
    key: Ed25519PrivateKey | None = None,
    behind: bytes = b"",
    to: Ed25519PublicKey | None = None,
    **header: Any,
) -> bytes:
    """The laptop's bundle with these requests (all that it has not acknowledged, unless others are given).

    `behind`: what follows the lines, such as attachments; `to`: whom it is sealed to instead of the district.
    """
    requests = messages or (laptop.message(),)
    decoded = [msgspec.json.decode(one, type=SyncRequest) for one in requests]
    clear = BundleHeader(
        protocol=1,
        kind=BundleKind.REQUEST,
        village=laptop.village,
        client=laptop.client,
        seq=1,
        first=decoded[0].first,
        last=max(0, decoded[-1].first + len(decoded[-1].muts) - 1),
        cursor=laptop.cursor,
        recipient=key_id(district_key(parts)),
    )
    clear = msgspec.structs.replace(clear, **header)
    lines = write_requests(LaptopLetter(), requests)
    return seal_bundle(clear, lines + behind, key or laptop.key, [to or district_key(parts)])


def answer_for(laptop: Laptop, content: bytes | None, parts: Parts) -> Answer:
    """The answer as its laptop opens it."""
    assert content is not None
    envelope = read_envelope(content)
    assert isinstance(envelope, Envelope)
    assert envelope.is_from(district_key(parts))
    opened = envelope.opened(laptop.key)
    assert isinstance(opened, bytes)
    answer = read_answer(opened)
    assert isinstance(answer, Answer)
    return answer
