"""A long push that ends early: the reply that is under way is left unread, and its connection is given back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_desktop.sync.errors import OfflineError
from kemiskinan_desktop.sync.long_push import LongPush, Ready, Sent


class Full:
    """Takes a reply in and has no room to write it down."""

    unsettled = True

    def foresee(self) -> None:
        pass

    def take(self, lines: Iterator[bytes]) -> None:
        for _ in lines:
            pass

    def settle(self) -> None:
        raise DiskFullError


def ready(name: str) -> Ready:
    return cast("Ready", (name, name))


def pushing(send: Any) -> LongPush:
    return LongPush(send, cast("Any", lambda _: Full()), lambda _: ready("second"), lambda _: None)


def test_the_connection_of_an_unread_reply_is_given_back() -> None:
    given_back = []

    def lines(name: str) -> Iterator[bytes]:
        try:
            yield b"head"
            yield b"tail"
        finally:
            given_back.append(name)

    with pytest.raises(DiskFullError):
        pushing(lambda one: Sent(lines(str(one[0])), 0.1)).run(ready("first"))

    assert given_back == ["first", "second"]


def test_what_fails_under_way_does_not_hide_why_it_ended() -> None:
    def send(one: Ready) -> Sent:
        if one == ready("second"):
            raise OfflineError
        return Sent(iter([b"head"]), 0.1)

    with pytest.raises(DiskFullError):
        pushing(send).run(ready("first"))
