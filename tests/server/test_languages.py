"""The pages in two languages: every word of every page has its English, and the reader's choice is kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.bundles.words import ASIDE_WORDS, DECISION_WORDS, PROBLEM_WORDS, REFUSAL_WORDS
from kemiskinan_server.services.national_words import NATIONAL_WORDS
from kemiskinan_server.services.prelist_import import FILE_WORDS
from kemiskinan_server.web.wording import ENGLISH_MONTHS
from kemiskinan_server.web.words import (
    TEMPLATES,
    Language,
    Words,
    english,
    in_english,
    missing,
    sentences_in,
    translated,
    wanted_language,
)
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WEB = TEMPLATES.parent
NO_WORDS = re.compile(
    r"[A-Z][\w]*(-[A-Z]\w+)+|/.*|.*\.html|(text|application|image)/.*|(attachment|default-src|public).*|[A-Z2-7]+"
    r"|halaman |; filename=\"|SignedIn \| None|ServerContext| WIB|Daftar|Pendataan Kemiskinan Desa"
)
"""Headers, addresses, media types, what stands in the audit, the sheet's name, the issuer of the security code."""
PLACE = re.compile(r"\{\d+\}")


def literals(path: Path) -> Iterator[tuple[str, bool]]:
    """Texts in a module, and whether `Words` is called on them; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    called = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words" and node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value, id(node) in called


def chosen_in_python() -> set[str]:
    words = {text for path in WEB.glob("*.py") for text, is_words in literals(path) if is_words}
    bundles = (REFUSAL_WORDS, PROBLEM_WORDS, DECISION_WORDS, ASIDE_WORDS, NATIONAL_WORDS)
    return words | {*FILE_WORDS.values(), *(text for chosen in bundles for text in chosen.values())}


def test_every_sentence_of_every_template_has_its_english() -> None:
    assert list(missing()) == []


def test_every_word_that_python_chooses_has_its_english() -> None:
    assert chosen_in_python() - english().keys() == set()


def test_no_text_for_people_goes_to_a_page_without_being_words() -> None:
    bare = {
        (path.name, text)
        for path in WEB.glob("*.py")
        if path.name not in {"words.py", "rendering.py"}
        for text, is_words in literals(path)
        if not is_words and re.search(r"[^\W\d_]{3}", text) and (" " in text or text[0].isupper())
        if not NO_WORDS.fullmatch(text) and text not in ENGLISH_MONTHS
    }

    assert bare == set()


def test_no_english_is_left_of_words_that_are_gone() -> None:
    said = {text for path in TEMPLATES.glob("*.html") for text in sentences_in(path.read_text(encoding="utf-8"))}

    assert english().keys() - said - chosen_in_python() == set()


def test_english_holds_the_values_of_its_source_and_ends_like_it() -> None:
    for source, words in english().items():
        assert sorted(PLACE.findall(words)) == sorted(PLACE.findall(source)), source
        assert (source[-1] == " ", source[-1] in ":?") == (words[-1] == " ", words[-1] in ":?"), source


def test_a_sentence_is_one_with_the_values_in_it_and_code_stays() -> None:
    source = '<p title="Nama {{ x }}">{{ n }} dari {{ m or "kosong" }}</p>{% if s == "open" %} Ya{% endif %}<!-- x -->'

    known = {"{0} dari {1}": "{1} less {0}", "Nama {0}": "Name {0}", "kosong": "empty"}

    said = translated(source, lambda words: known.get(words, words))

    assert said == (
        '<p title="Name {{ x }}">{{ m or "empty" }} less {{ n }}</p>{% if s == "open" %} Ya{% endif %}<!-- x -->'
    )


def test_words_carry_their_values_and_data_stays_data() -> None:
    assert in_english(Words("{0} perubahan baru; {1}").filled(3, Words("diterima."))) == "3 new changes; accepted."
    assert in_english(Words("Meninggal", english="Died")) == "Died"
    assert in_english("Desa") == "Desa"


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", Language.INDONESIAN),
        ("", "id-ID,id;q=0.9,en;q=0.8", Language.INDONESIAN),
        ("", "en-GB,en;q=0.9", Language.ENGLISH),
        ("", "en;q=0.2, id;q=0.3", Language.INDONESIAN),
        ("", "fr;q=x, su", Language.INDONESIAN),
        ("en", "id", Language.ENGLISH),
        ("id", "en", Language.INDONESIAN),
        ("xx", "en", Language.ENGLISH),
    ],
)
def test_the_choice_counts_before_the_browser(cookie: str, accepted: str, language: Language) -> None:
    assert wanted_language(cookie, accepted) is language


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def choose(browser: httpx.Client, language: str, referer: str) -> httpx.Response:
    token = token_of(browser.get("/masuk"))
    data = {"language": language, "form_token": token}
    return browser.post("/bahasa", data=data, headers={"Referer": referer})


def test_the_switch_stays_on_its_page_and_is_kept(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)

    switched = choose(browser, "en", f"{live_server.url}/desa/{VILLAGE}?hal=1")
    later = browser.get("/petugas")
    back = choose(browser, "id", f"{live_server.url}/petugas")

    assert (switched.url.path, switched.url.query) == (f"/desa/{VILLAGE}", b"hal=1")
    assert '<html lang="en">' in switched.text
    assert "Subdistrict Cianjur" in switched.text
    assert "District administrator" in later.text
    assert "Petugas kabupaten" in back.text


@pytest.mark.parametrize("referer", ["http://203.0.113.9/jahat", "//203.0.113.9/x", "nonsense", ""])
def test_the_switch_leads_to_no_other_site(browser: httpx.Client, referer: str) -> None:
    browser.follow_redirects = False
    answer = choose(browser, "en", referer)

    assert answer.headers["location"] == "/"


def test_what_is_no_language_chooses_none(browser: httpx.Client) -> None:
    choose(browser, "<script>", "")

    assert "bahasa" not in browser.cookies
    assert '<html lang="id">' in browser.get("/masuk").text
