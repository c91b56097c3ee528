"""What still stands against a questionnaire, and the marks that lists show for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kemiskinan_desktop.services.survey.displayed import Displayed
from kemiskinan_desktop.services.survey.identity_check import age_findings, findings
from kemiskinan_desktop.services.survey.values import FinishProblem, IdentityFinding, ProblemAt
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.identity import RegionCodeRefusal, read_region_code
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Entry, Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class Marks:
    """Faults and oddities of a family; questions that are not answered yet are neither."""

    errors: int
    warnings: int


class Completion:
    """Looks at an entry; changes nothing."""

    def __init__(self, entry: Entry, displayed: Displayed, repeat: str, village: str) -> None:
        self._entry = entry
        self._today = village_day(entry.world.now)
        self._displayed = displayed
        self._repeat = repeat
        code = read_region_code(village)
        self._village = None if isinstance(code, RegionCodeRefusal) else code

    def problems(self) -> tuple[ProblemAt, ...]:
        """Everything that keeps the questionnaire a draft, in the order of the form."""
        open_ones = (one for one in self._entry.problems() if one.open)
        return (*(ProblemAt(one.path, _finish_problem(one), one.message) for one in open_ones), *self._twice())

    def settled_warnings(self) -> int:
        """Warnings that stand with a reason."""
        return sum(1 for one in self._entry.problems() if not one.open)

    def marks(self) -> Marks:
        """What lists show of the family."""
        problems = self._entry.problems()
        hard = [one for one in problems if one.hard and one.kind is not ProblemKind.REQUIRED]
        soft = [one for one in problems if not one.hard]
        identity = [found for member in self._members() for found in self.identity_of(member)]
        twice = identity.count(IdentityFinding.NIK_TWICE_HERE)
        return Marks(len(hard) + twice, len(soft) + len(identity) - twice)

    def identity_of(self, member: RecordId) -> tuple[IdentityFinding, ...]:
        """What the member's NIK says against the rest."""
        value = self._displayed.value
        others = [value(other, "nik") for other in self._displayed.members() if other != member]
        found = findings(value(member, "nik"), value(member, "sex"), value(member, "birth_date"), self._village, others)
        return (*found, *age_findings(value(member, "birth_date"), self._today))

    def _twice(self) -> Iterator[ProblemAt]:
        nik = next((one for one in self._entry.form.questions.values() if one.field == "nik"), None)
        for place, member in enumerate(self._members(), 1):
            if nik is not None and IdentityFinding.NIK_TWICE_HERE in self.identity_of(member):
                path = nik.path.replace(self._repeat, f"{self._repeat}[{place}]", 1)
                yield ProblemAt(path, FinishProblem.NIK_TWICE_HERE)

    def _members(self) -> tuple[RecordId, ...]:
        return tuple(RecordId(one) for one in self._entry.instance_ids(self._repeat))


def _finish_problem(problem: Problem) -> FinishProblem:
    if not problem.hard:
        return FinishProblem.WARNING_WITHOUT_REASON
    return FinishProblem.REQUIRED if problem.kind is ProblemKind.REQUIRED else FinishProblem.ERROR
