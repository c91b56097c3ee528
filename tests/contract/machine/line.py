"""The line between a laptop and the district, with what rain, hills and cheap routers do to it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from kemiskinan_desktop.sync import District


class FaultKind(Enum):
    """What happens to an exchange."""

    REQUEST_LOST = auto()
    REPLY_LOST = auto()
    REPLY_CUT = auto()
    REQUEST_TWICE = auto()
    CUT_IN_LINE = auto()


@dataclass(frozen=True)
class Fault:
    """`lines`: after how many whole lines a cut reply ends."""

    kind: FaultKind
    lines: int = 0


class Line(HTTPAdapter):
    """Real HTTP; each exchange meets the next waiting fault, and where none waits, goes well."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: Fault | None = None
        self.meanwhile: Callable[[], object] | None = None
        """What a person does while the next reply is under way."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        fault = self.fault
        if fault is None or not str(request.url).endswith("/sync"):
            response = super().send(request, *args, **kwargs)
            if self.meanwhile is not None and str(request.url).endswith("/sync"):
                meanwhile, self.meanwhile = self.meanwhile, None
                meanwhile()
            return response
        self.fault = None
        if fault.kind is FaultKind.REQUEST_LOST:
            raise requests.ConnectionError
        request.headers["Accept-Encoding"] = "identity"
        first = super().send(request, *args, **kwargs)
        content = first.content
        if fault.kind is FaultKind.REPLY_LOST:
            raise requests.ConnectionError
        if fault.kind is FaultKind.REQUEST_TWICE:
            return super().send(request, *args, **kwargs)
        whole = content.splitlines(keepends=True)
        kept = b"".join(whole[: fault.lines])
        if fault.kind is FaultKind.CUT_IN_LINE and len(whole) > fault.lines:
            kept += whole[fault.lines][:-3]
        cut = requests.Response()
        cut.status_code, cut.headers = first.status_code, first.headers
        cut.raw = HTTPResponse(io.BytesIO(kept), preload_content=False)
        return cut


def district_at(address: str) -> tuple[District, Line]:
    """The product's HTTP client over such a line."""
    district, line = District(address, "test"), Line()
    district._session.mount(address, line)
    return district, line
