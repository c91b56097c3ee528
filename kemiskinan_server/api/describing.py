"""What OpenAPI says of bodies that FastAPI does not read itself: the schemas come from the messages."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from kemiskinan_domain.wire import Problem


def takes(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The request body of a route."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _schema(kind)}}}}


def answers(kind: type[msgspec.Struct] | None, description: str, *problems: int) -> dict[int | str, dict[str, Any]]:
    """The good answer and the statuses of the problems that a route knows."""
    good: dict[str, Any] = {"description": description}
    if kind is not None:
        good["content"] = {"application/json": {"schema": _schema(kind)}}
    bad = {
        "description": "A problem; act on its `type`",
        "content": {"application/problem+json": {"schema": _schema(Problem)}},
    }
    return {200: good, **dict.fromkeys(problems, bad)}


def _schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    schema = msgspec.json.schema(kind, ref_template="#/$defs/{name}")
    return cast("dict[str, Any]", _inlined(schema, schema.get("$defs", {})))


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """The messages hold no cycle, so that every reference can stand where it is used."""
    if isinstance(part, list):
        return [_inlined(inner, definitions) for inner in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(inner, definitions) for key, inner in part.items() if key != "$defs"}
