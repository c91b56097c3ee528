"""The shell's decisions: leaving, searching, closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from kemiskinan_desktop.ui.shell.presenter import Doors, Hit, ShellPresenter

Done = Callable[[], None]


class View:
    """Remembers what it was told; `lets_go` says whether pages may be left."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.lets_go = True
        self.waiting: list[Done] = []

    def show_page(self, key: str, argument: object) -> None:
        self.told.append(f"page {key} {argument}")

    def ask_leave(self, key: str, go: Done) -> None:
        if self.lets_go:
            go()
        else:
            self.waiting.append(go)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        self.told.append(f"hits {[hit.title for hit in hits]}")

    def hide_hits(self) -> None:
        self.told.append("no hits")

    def show_closing(self) -> None:
        self.told.append("closing")

    def close_now(self) -> None:
        self.told.append("closed")


class Desk:
    """A search that answers when the test says so, and closers that finish when the test says so."""

    def __init__(self) -> None:
        self.asked: dict[str, Callable[[Sequence[Hit]], None]] = {}
        self.finishing: list[Done] = []
        self.locked = 0

    def search(self, query: str, found: Callable[[Sequence[Hit]], None]) -> None:
        self.asked[query] = found

    def lock(self) -> None:
        self.locked += 1

    def doors(self, closers: int = 0) -> Doors:
        return Doors(self.search, self.lock, [self.finishing.append] * closers)


KEYS = ("beranda", "keluarga", "kirim")


def test_a_page_that_holds_on_is_left_only_when_it_lets_go() -> None:
    view = View()
    shell = ShellPresenter(view, KEYS, Desk().doors())
    shell.open("beranda")
    view.lets_go = False

    shell.open("keluarga", "RT 1")
    before = list(view.told)
    view.waiting[0]()

    assert before == ["page beranda None"]
    assert view.told[-1] == "page keluarga RT 1"


def test_the_page_in_front_is_not_opened_again_without_an_argument() -> None:
    view = View()
    shell = ShellPresenter(view, KEYS, Desk().doors())
    shell.open("beranda")

    shell.open("beranda")
    shell.open("beranda", "siap")

    assert view.told == ["page beranda None", "page beranda siap"]


def test_an_unknown_screen_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        ShellPresenter(View(), KEYS, Desk().doors()).open("pasar")


def test_an_answer_to_an_older_search_is_dropped() -> None:
    view, desk = View(), Desk()
    shell = ShellPresenter(view, KEYS, desk.doors())
    shell.find("as")
    shell.find("asep")

    desk.asked["asep"]([Hit("Asep", "", "keluarga")])
    desk.asked["as"]([Hit("Asmara", "", "keluarga")])

    assert view.told == ["hits ['Asep']"]


def test_what_was_found_opens_where_it_belongs() -> None:
    view = View()
    shell = ShellPresenter(view, KEYS, Desk().doors())

    shell.choose(Hit("Asep", "", "keluarga", "id-1"))

    assert view.told == ["no hits", "page keluarga id-1"]


def test_the_window_closes_after_the_last_closer_and_only_once() -> None:
    view, desk = View(), Desk()
    shell = ShellPresenter(view, KEYS, desk.doors(closers=2))
    shell.open("beranda")

    shell.close()
    shell.close()
    first = desk.finishing.pop()
    first()
    before = list(view.told)
    desk.finishing.pop()()

    assert before == ["page beranda None", "closing"]
    assert view.told[-1] == "closed"


def test_a_page_that_holds_on_keeps_the_window_open() -> None:
    view = View()
    shell = ShellPresenter(view, KEYS, Desk().doors())
    shell.open("beranda")
    view.lets_go = False

    shell.close()

    assert view.told == ["page beranda None"]


def test_the_state_of_sending_opens_its_screen_where_there_is_one() -> None:
    with_it, without = View(), View()

    ShellPresenter(with_it, KEYS, Desk().doors()).open_sending()
    ShellPresenter(without, ("beranda",), Desk().doors()).open_sending()

    assert with_it.told == ["page kirim None"]
    assert without.told == []


def test_locking_takes_the_results_away() -> None:
    view, desk = View(), Desk()

    ShellPresenter(view, KEYS, desk.doors()).lock()

    assert desk.locked == 1
    assert view.told == ["no hits"]
