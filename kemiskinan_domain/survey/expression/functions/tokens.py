"""Functions that make digests and identifiers."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import string
import uuid

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function, number_at
from kemiskinan_domain.survey.expression.values import XValue, to_text

_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_SIGNS = string.ascii_letters + string.digits


def _digest(_context: Context, arguments: Arguments) -> XValue:
    algorithm = _ALGORITHMS.get(to_text(arguments[1]).upper())
    if algorithm is None:
        raise ExpressionError(f"digest() knows no {to_text(arguments[1])!r}")
    found = hashlib.new(algorithm, to_text(arguments[0]).encode(), usedforsecurity=False).digest()
    encoding = to_text(arguments[2]).lower() if len(arguments) > 2 else "base64"
    if encoding == "hex":
        return found.hex()
    if encoding != "base64":
        raise ExpressionError(f"digest() knows no encoding {encoding!r}")
    return base64.b64encode(found).decode()


def _uuid(context: Context, arguments: Arguments) -> XValue:
    if not arguments:
        return str(uuid.uuid4())
    length = int(number_at(context, arguments, 0))
    return "".join(secrets.choice(_SIGNS) for _ in range(length))


def _base64_decode(_context: Context, arguments: Arguments) -> XValue:
    try:
        return base64.b64decode(to_text(arguments[0]), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


TOKEN_FUNCTIONS: dict[str, Function] = {
    "digest": Function(_digest, 2, 3),
    "uuid": Function(_uuid, 0, 1),
    "base64-decode": Function(_base64_decode, 1, 1),
}
