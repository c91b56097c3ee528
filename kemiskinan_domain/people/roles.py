"""Roles of DESIGN section 1 and what each may do; the server asks here, pages only follow."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Which side of the exchange somebody stands on."""

    VILLAGE = "village"
    DISTRICT = "district"


class Role(StrEnum):
    """What a person is in this work."""

    SECRETARY = "secretary"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    SUBDISTRICT_READER = "subdistrict_reader"
    WORKERS_OFFICER = "workers_officer"


class Permission(StrEnum):
    """One thing that may be allowed."""

    EDIT_RECORDS = "edit_records"
    READ_RECORDS = "read_records"
    REVIEW = "review"
    ADMINISTER = "administer"
    ANSWER_WORKERS = "answer_workers"


_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SECRETARY: frozenset({Permission.EDIT_RECORDS, Permission.READ_RECORDS}),
    Role.OPERATOR: frozenset({Permission.EDIT_RECORDS, Permission.READ_RECORDS}),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER, Permission.READ_RECORDS, Permission.REVIEW}),
    Role.REVIEWER: frozenset({Permission.READ_RECORDS, Permission.REVIEW}),
    Role.SUBDISTRICT_READER: frozenset({Permission.READ_RECORDS}),
    Role.WORKERS_OFFICER: frozenset({Permission.READ_RECORDS, Permission.ANSWER_WORKERS}),
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """All that a role may do."""
    return _PERMISSIONS[role]


def side_of(role: Role) -> Side:
    """Secretary and operator work in the village, everybody else for the district."""
    return Side.VILLAGE if role in {Role.SECRETARY, Role.OPERATOR} else Side.DISTRICT
