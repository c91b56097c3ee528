"""What can go wrong between laptop and district, each by its own name; what was saved stays saved."""

from __future__ import annotations

from kemiskinan_domain.wire import Problem, ProblemType


class SyncError(Exception):
    """Parent of everything that the exchange raises by name."""


class OfflineError(SyncError):
    """No connection, or it went silent."""


class ReplyCutError(OfflineError):
    """The reply ended early; what arrived whole was kept."""


class NotTheDistrictError(SyncError):
    """Something answered that is not the district's server: a Wi-Fi log-in page, another site."""


class BadSignatureError(SyncError):
    """A receipt or form is not signed by the pinned district key, or a receipt is missing; nothing was retired."""


class CancelledError(SyncError):
    """The person stopped the exchange; everything received so far is kept."""


class DistrictProblemError(SyncError):
    """The district answered with a problem (RFC 9457); whoever catches it acts on the type."""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(problem.type)
        self.problem = problem
        self.retry_after = retry_after
        """Seconds, where the district named them."""

    @property
    def type(self) -> ProblemType | None:
        """The type as both sides know it; None for one of a newer server."""
        return self.problem.problem_type
