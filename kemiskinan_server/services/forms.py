"""Publishing questionnaires: compiled text, signed, and never changed once a version is out."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum, auto

from kemiskinan_domain.people import WHOLE_DISTRICT, Area
from kemiskinan_domain.wire import FormNotice
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import StoredForm


class FormRefusal(Enum):
    """Why a version cannot be published."""

    VERSION_TAKEN = auto()


def publish_form(
    unit: UnitOfWork,
    keys: ServerKeys,
    *,
    form: str,
    version: str,
    compiled: str,
    by: str,
    now: datetime,
    area: Area = WHOLE_DISTRICT,
) -> FormNotice | FormRefusal:
    """Put a version out for the villages of an area.

    The same text again is no change, another text under the same version is refused.
    """
    digest = hashlib.sha256(compiled.encode()).hexdigest()
    known = unit.publications.get(form, version)
    if known is not None:
        return FormNotice(form, version, digest) if known.digest == digest else FormRefusal.VERSION_TAKEN
    unit.publications.add(StoredForm(form, version, compiled, digest, keys.sign(compiled.encode())), now, area)
    unit.directory.note(now, by, "form-published", None, f"{form}@{version} {area}".strip())
    return FormNotice(form, version, digest)


def withdraw_form(unit: UnitOfWork, form: str, version: str, by: str, now: datetime) -> bool:
    """Take a version back: the one before it is in use again; families begun in it are finished in it."""
    known = next((one for one in unit.publications.releases() if (one.id, one.version) == (form, version)), None)
    if known is None or known.withdrawn_at is not None:
        return False
    unit.publications.withdraw(form, version, now)
    unit.directory.note(now, by, "form-withdrawn", None, f"{form}@{version}")
    return True


def newest_forms(unit: UnitOfWork, village: str = "") -> list[FormNotice]:
    """What a village is to use; without one, what every village is."""
    return [FormNotice(*form) for form in unit.publications.newest(village)]
