"""Publishing questionnaires: compiled text, signed, and never changed once a version is out."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum, auto

from kemiskinan_domain.wire import FormNotice
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import StoredForm


class FormRefusal(Enum):
    """Why a version cannot be published."""

    VERSION_TAKEN = auto()


def publish_form(
    unit: UnitOfWork, keys: ServerKeys, *, form: str, version: str, compiled: str, by: str, now: datetime
) -> FormNotice | FormRefusal:
    """Put a version out; the same text again is no change, another text under the same version is refused."""
    digest = hashlib.sha256(compiled.encode()).hexdigest()
    known = unit.publications.get(form, version)
    if known is not None:
        return FormNotice(form, version, digest) if known.digest == digest else FormRefusal.VERSION_TAKEN
    unit.publications.add(StoredForm(form, version, compiled, digest, keys.sign(compiled.encode())), now)
    unit.directory.note(now, by, "form-published", None, f"{form}@{version}")
    return FormNotice(form, version, digest)


def newest_forms(unit: UnitOfWork) -> list[FormNotice]:
    """What villages are to use."""
    return [FormNotice(*form) for form in unit.publications.newest()]
