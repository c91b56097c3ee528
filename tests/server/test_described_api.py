"""What the API says of itself, taken at its word: nothing that its description allows, or forbids, makes it fail."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from kemiskinan_server.app import API
from kemiskinan_server.services.handing_on import ReadField
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, household
from tests.server.test_read_api import token_for

SHA256 = hashlib.sha256(b"isi").hexdigest()


def described() -> dict[str, Any]:
    """Every operation of the interface for machines, by its method and path."""
    app = FastAPI(title="uji", version="1")
    for router in API:
        app.include_router(router)
    found = schemathesis.openapi.from_dict(app.openapi()).get_all_operations()
    return {one.ok().label: one.ok() for one in found if isinstance(one, Ok)}


OPERATIONS = described()


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_request_of_any_shape_makes_the_server_fail(live_server: LiveServer, laptop: Laptop, label: str) -> None:
    operation = OPERATIONS[label]
    laptop.sync(household())
    known = {"village": VILLAGE, "client": laptop.client, "sha256": SHA256, "form": "keluarga", "version": "1"}
    own = {name: known[name] for name in known if f"{{{name}}}" in operation.path}
    token = token_for(live_server, *ReadField) if "/read/" in label else laptop.token
    cases = st.one_of(
        operation.as_strategy(),
        operation.as_strategy(path_parameters=own),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE, path_parameters=own),
    )
    answers: set[int] = set()

    with httpx.Client(base_url=live_server.url, trust_env=False, timeout=30) as client:

        @settings(
            max_examples=100,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def ask(case: Case) -> None:
            answer = client.send(request_of(client, case, token, laptop))
            answers.add(answer.status_code)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)

        ask()

    assert answers, "nothing was asked"
    assert laptop.sync(household()).status == 200, "the server goes on as before"


def test_a_sign_that_no_table_can_hold_is_a_fault_of_who_asks(live_server: LiveServer, laptop: Laptop) -> None:
    token = {"Authorization": f"Bearer {token_for(live_server)}"}
    with httpx.Client(base_url=live_server.url, trust_env=False, timeout=30) as client:
        asked = [
            client.post("/v1/token", json={"client": "\0", "time": "2026-11-24T10:00:00+07:00", "signature": "AA=="}),
            client.get(f"/v1/read/villages/{VILLAGE}/families", params={"after": "\0"}, headers=token),
            client.get("/v1/forms/keluarga%00/1"),
            client.get("/v1/receipts/%00"),
        ]
        page = client.get("/masuk").text
        form_token = page.partition('name="form_token" value="')[2].partition('"')[0]
        asked.append(client.post("/masuk", data={"name": "a\0", "password": "x", "form_token": form_token}))

    assert [one.status_code for one in asked if one.status_code not in (400, 404, 422)] == []
    assert [one.json()["type"].rpartition(":")[2] for one in asked[:2]] == ["malformed", "malformed"]


def request_of(client: httpx.Client, case: Case, token: str, laptop: Laptop) -> httpx.Request:
    """The case as a laptop would wrap it: with its token, and a message packed and named by its digest."""
    kwargs = case.as_transport_kwargs(base_url=str(client.base_url))
    headers = {str(name): str(value) for name, value in (kwargs.get("headers") or {}).items()}
    headers = {name: value for name, value in headers.items() if _sendable(name) and _sendable(value)}
    headers["Authorization"] = f"Bearer {token}"
    content = kwargs.get("data")
    if "json" in kwargs:
        content = json.dumps(_as_the_laptop(kwargs["json"], laptop)).encode("utf-8", "replace")
        headers["Content-Type"] = "application/json"
    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    if case.operation.path.endswith("/sync") and isinstance(content, bytes):
        content = gzip.compress(content)
        headers |= {"Content-Encoding": "gzip", "Sync-Protocol": "1"}
        headers["Content-Digest"] = f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"
    elif not isinstance(content, bytes):
        content = None
    return client.build_request(
        case.method, kwargs["url"], params=kwargs.get("params"), headers=headers, content=content
    )


def _as_the_laptop(body: object, laptop: Laptop) -> object:
    """A message that names its sender rightly gets further than one that does not."""
    if isinstance(body, dict) and {"client", "epoch"} <= body.keys() and len(str(body["client"])) % 2:
        return body | {"client": laptop.client, "epoch": laptop.epoch}
    return body


def _sendable(text: str) -> bool:
    return text.isascii() and text.isprintable() and "\n" not in text
