"""A laptop that the district does not know: a code, and then everything is sent again. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.exchange import Readmitted
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.exchange.presenter import Readmissions


class ReadmissionView(Protocol):
    """What the presenter tells the page."""

    def show_enrolling(self) -> None:
        """The district is asked."""

    def show_readmitted(self, waiting: int) -> None:
        """The laptop is known again; so many changes wait."""

    def show_code_refused(self, refusal: EnrolmentRefusal) -> None:
        """The district did not take it."""

    def show_unreadable(self) -> None:
        """The file could not be written."""


class ReadmissionPresenter:
    """`run` begins an exchange: nobody has to press twice."""

    def __init__(
        self, view: ReadmissionView, network: Work, readmissions: Readmissions, run: Callable[[], object]
    ) -> None:
        self._view = view
        self._network = network
        self._readmissions = readmissions
        self._run = run

    def ask_again(self, code: str) -> None:
        """A code was entered."""
        self._view.show_enrolling()
        self._network.submit(partial(self._readmissions.ask_again, code), self._answered, self._on_failed)

    def _answered(self, answer: Readmitted | EnrolmentRefusal) -> None:
        if isinstance(answer, EnrolmentRefusal):
            self._view.show_code_refused(answer)
            return
        self._view.show_readmitted(answer.waiting)
        self._run()

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unreadable()
