"""What the district's pages ask: progress of villages, families with their decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from kemiskinan_domain.records import ReviewState, VillageCode


@dataclass(frozen=True, slots=True)
class VillageProgress:
    """One line of the list of villages; counts of live records, from the sums that are kept with them."""

    code: str
    name: str
    subdistrict: str
    district: str
    training: bool
    families: int
    draft: int
    surveyed: int
    decided: int
    """By any session."""
    ruled: int
    """By a locked session."""
    submitted: int
    """Handed to the district: waiting, under review or approved."""
    approved: int
    people: int
    devices: int
    open_conflicts: int
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class VillageHealth:
    """How a village's exchange is; `unread` is of the laptop that lags most, `changed_at` when a change last came."""

    code: str
    name: str
    subdistrict: str
    training: bool
    devices: int
    last_seen: datetime | None
    changed_at: datetime | None
    unread: int
    waiting: int
    """Changes that its laptops said they still have to send."""
    open_conflicts: int
    held: int
    refused: int


@dataclass(frozen=True, slots=True)
class QueueLine:
    """Families of one village that the district has before it."""

    code: str
    name: str
    subdistrict: str
    submitted: int
    under_review: int


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family with what the last Musyawarah decided on it; `reasons` are codes as JSON."""

    id: str
    head_name: str | None
    dusun: str | None
    rt: str | None
    rw: str | None
    desil: int | None
    origin: str | None
    survey_state: str | None
    review: str | None
    members: int
    presence: str | None
    decision: str | None
    reasons: str | None
    reason_other: str | None


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A laptop of a village; `unread` is how many of the village's revisions it has not fetched yet."""

    id: str
    person: str
    role: str
    device_name: str
    app_version: str
    enrolled_at: datetime
    last_seen: datetime | None
    unread: int
    waiting: int
    """Changes that it said it still has to send."""
    revoked_at: datetime | None


_DEVICES = """
SELECT c.id, c.person, c.role, c.device_name, c.app_version, c.enrolled_at, c.last_seen,
       greatest(v.head - c.cursor_seen, 0) AS unread, c.waiting, c.revoked_at
FROM client c JOIN village v ON v.code = c.village
WHERE c.village = :code AND c.side = 'village' AND c.public_key <> ''
ORDER BY c.revoked_at IS NOT NULL, c.enrolled_at DESC, c.id
"""

_PROGRESS = """
SELECT v.code, v.name, v.subdistrict, v.district, v.training,
       coalesce(h.families, 0) AS families, coalesce(h.draft, 0) AS draft, coalesce(h.surveyed, 0) AS surveyed,
       coalesce(h.decided, 0) AS decided, coalesce(h.ruled, 0) AS ruled, coalesce(h.submitted, 0) AS submitted,
       coalesce(h.approved, 0) AS approved, coalesce(f.people, 0) AS people, coalesce(c.devices, 0) AS devices,
       coalesce(f.open_conflicts, 0) AS open_conflicts, c.last_seen
FROM village v
LEFT JOIN (SELECT village, sum(families)::bigint AS families,
                  (sum(families) FILTER (WHERE survey = 'draft'))::bigint AS draft,
                  (sum(families) FILTER (WHERE survey = 'complete'))::bigint AS surveyed,
                  (sum(families) FILTER (WHERE decided <> ''))::bigint AS decided,
                  (sum(families) FILTER (WHERE ruling <> ''))::bigint AS ruled,
                  (sum(families) FILTER (WHERE review IN ('submitted', 'under_review', 'approved')))::bigint
                      AS submitted,
                  (sum(families) FILTER (WHERE review = 'approved'))::bigint AS approved
           FROM family_count WHERE (CAST(:code AS text) IS NULL OR village = :code) GROUP BY village) h
       ON h.village = v.code
LEFT JOIN village_figures f ON f.village = v.code
LEFT JOIN (SELECT village, max(last_seen) AS last_seen,
                  count(*) FILTER (WHERE revoked_at IS NULL AND public_key <> '') AS devices
           FROM client WHERE side = 'village' GROUP BY village) c ON c.village = v.code
WHERE (CAST(:code AS text) IS NULL OR v.code = :code)
ORDER BY v.code
"""

_HEALTH = """
SELECT v.code, v.name, v.subdistrict, v.training, coalesce(c.devices, 0) AS devices, c.last_seen, c.changed_at,
       greatest(v.head - coalesce(c.read, v.head), 0) AS unread, coalesce(c.waiting, 0) AS waiting,
       coalesce(f.open_conflicts, 0) AS open_conflicts, coalesce(f.held, 0) AS held, coalesce(f.refused, 0) AS refused
FROM village v
LEFT JOIN village_figures f ON f.village = v.code
LEFT JOIN (SELECT k.village, max(k.last_seen) AS last_seen, max(x.server_time) AS changed_at,
                  min(k.cursor_seen) FILTER (WHERE k.revoked_at IS NULL AND k.public_key <> '') AS read,
                  (sum(k.waiting) FILTER (WHERE k.revoked_at IS NULL))::bigint AS waiting,
                  count(*) FILTER (WHERE k.revoked_at IS NULL AND k.public_key <> '') AS devices
           FROM client k LEFT JOIN history x ON x.village = k.village AND x.client = k.id AND x.mid = k.last_mid
           WHERE k.side = 'village' GROUP BY k.village) c ON c.village = v.code
ORDER BY c.last_seen NULLS FIRST, v.code
"""

_FAMILIES = """
SELECT h.id, h.head_name, h.dusun, h.rt, h.rw, h.desil, h.origin, h.survey_state, h.review,
       (SELECT count(*) FROM member m WHERE m.village = h.village AND m.parent = h.id) AS members,
       d.presence, d.decision, d.reasons, d.reason_other
FROM household h
LEFT JOIN LATERAL (
    SELECT x.presence, x.decision, x.reasons, x.reason_other FROM decision x
    LEFT JOIN deliberation s ON s.village = x.village AND s.id = x.parent
    WHERE x.village = h.village AND x.household = h.id
    ORDER BY s.date DESC NULLS LAST, x.id DESC LIMIT 1) d ON true
WHERE h.village = :code AND (CAST(:review AS text) IS NULL OR h.review = :review)
ORDER BY h.dusun NULLS LAST, h.rw NULLS LAST, h.rt NULLS LAST, h.head_name NULLS LAST, h.id
LIMIT :limit OFFSET :offset
"""

_QUEUE = """
SELECT f.village AS code, v.name, v.subdistrict,
       coalesce(sum(f.families) FILTER (WHERE f.review = 'submitted'), 0)::bigint AS submitted,
       coalesce(sum(f.families) FILTER (WHERE f.review = 'under_review'), 0)::bigint AS under_review
FROM family_count f JOIN village v ON v.code = f.village
WHERE f.review IN ('submitted', 'under_review')
GROUP BY f.village, v.name, v.subdistrict ORDER BY f.village
"""
_REVIEWS = "SELECT review, sum(families)::bigint FROM family_count WHERE village = :code GROUP BY review"


_GAUGES = """
SELECT (SELECT count(*) FROM village WHERE NOT training) AS villages,
       (SELECT coalesce(sum(live_count), 0) FROM village WHERE NOT training) AS records,
       (SELECT count(*) FROM client WHERE side = 'village' AND revoked_at IS NULL AND public_key <> '') AS laptops,
       (SELECT count(*) FROM client WHERE side = 'village' AND last_seen > :day_ago) AS laptops_seen_in_a_day,
       (SELECT coalesce(sum(open_conflicts), 0) FROM village_figures) AS open_conflicts,
       (SELECT coalesce(sum(families), 0) FROM family_count WHERE review = 'submitted') AS families_to_review,
       (SELECT coalesce(sum(head - durable_rev), 0) FROM village) AS revisions_without_backup
"""


class Reading:
    """Questions within one transaction; nothing is written here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def progress(self, code: VillageCode | None = None) -> list[VillageProgress]:
        """Every village, or one, by code."""
        rows = self._connection.execute(text(_PROGRESS), {"code": code}).mappings()
        return [VillageProgress(**row) for row in rows]

    def health(self) -> list[VillageHealth]:
        """How the exchange of every village is, those first that nobody has heard of longest."""
        return [VillageHealth(**row) for row in self._connection.execute(text(_HEALTH)).mappings()]

    def queue(self) -> list[QueueLine]:
        """Villages with families before the district, by code."""
        return [QueueLine(**row) for row in self._connection.execute(text(_QUEUE)).mappings()]

    def reviews(self, code: VillageCode) -> dict[str, int]:
        """How many families of a village stand where in the review."""
        return {row[0]: row[1] for row in self._connection.execute(text(_REVIEWS), {"code": code})}

    def families(
        self, code: VillageCode, limit: int, offset: int = 0, review: ReviewState | None = None
    ) -> list[FamilyLine]:
        """Families of a village by dusun, RW, RT and name; all, or those at one step of the review."""
        asked = {"code": code, "limit": limit, "offset": offset, "review": review}
        rows = self._connection.execute(text(_FAMILIES), asked).mappings()
        return [FamilyLine(**row) for row in rows]

    def devices(self, code: VillageCode) -> list[DeviceLine]:
        """The laptops of a village, those in use first."""
        rows = self._connection.execute(text(_DEVICES), {"code": code}).mappings()
        return [DeviceLine(**row) for row in rows]

    def gauges(self, now: datetime) -> dict[str, int]:
        """How the district stands, by the names that a watcher reads."""
        row = self._connection.execute(text(_GAUGES), {"day_ago": now - timedelta(days=1)}).mappings().one()
        return {name: int(row[name]) for name in row}

    def alive(self) -> bool:
        """Whether the database answers."""
        return self._connection.execute(text("SELECT 1")).scalar() == 1
