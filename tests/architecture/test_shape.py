"""The budgets of the style guide hold: what grows past them has a design question to answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("kemiskinan_domain", "kemiskinan_desktop", "kemiskinan_server", "trial", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts
)
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0].startswith("kemiskinan_")]
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def definitions(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_file_passes_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_classes_and_functions_stay_readable(path: Path) -> None:
    too_long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in definitions(path)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > (250 if isinstance(node, ast.ClassDef) else 60)
    ]

    assert too_long == []


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_a_constructor_takes_at_most_six_things(path: Path) -> None:
    crowded = [
        node.name
        for node in definitions(path)
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and method.name == "__init__"
        and len(method.args.args) + len(method.args.kwonlyargs) > 7
    ]

    assert crowded == []


def test_no_module_is_called_after_nothing() -> None:
    assert [named(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), named(path)


def test_the_product_ships_what_it_reads() -> None:
    marker = "../" + "shared"

    assert [named(path) for path in SOURCES if marker in path.read_text(encoding="utf-8")] == []


def test_what_people_read_names_no_paper_of_the_developers() -> None:
    """Sources in resources are shown on screen; a village cannot look up the project's own design files."""
    shipped = [
        path for path in (ROOT / "resources").rglob("*") if path.suffix in {".json", ".toml", ".md", ".csv", ".typ"}
    ]
    papers = ("DOMAIN ", "DOMAIN.md", "DESIGN ", "SYNC ")

    assert [str(path) for path in shipped if any(name in path.read_text(encoding="utf-8") for name in papers)] == []
