from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kemiskinan_desktop.documents import TypesettingError, receipt_sheet, recovery_sheet, typesetting
from kemiskinan_desktop.documents.labels import RECORD_LABELS
from kemiskinan_domain.records import RecordKind
from tests.desktop.documents.papers import MOMENT, RECEIPT, RECOVERY, pages, text_of


def test_the_recovery_sheet_is_one_page_with_every_group_of_the_code() -> None:
    (page,) = pages(recovery_sheet(RECOVERY))

    for expected in (*RECOVERY.code.split("-"), "Euis Komariah", "Desa Babakankaret", "23 November 2026"):
        assert expected in page


def test_the_recovery_code_does_not_show_when_values_are_logged() -> None:
    assert "7KQ2" not in repr(RECOVERY)


@pytest.mark.parametrize("code", ["1234-5678", " ".join(["ABCDEFGH"] * 8), "-".join(["ABCDE"] * 13), "X" * 64])
def test_a_recovery_code_of_any_cut_fits_one_page(code: str) -> None:
    sheet = recovery_sheet(replace(RECOVERY, code=code, person="Nama Yang Sangat Panjang " * 8))

    assert len(pages(sheet)) == 1


def test_the_receipt_counts_what_the_district_holds() -> None:
    (page,) = pages(receipt_sheet(RECEIPT))

    for expected in ("Keluarga 212", "Anggota keluarga 844", "Jumlah 1056", "7KQ2-M9XD-04TB", "1310"):
        assert expected in page
    assert "23 November 2026 pukul 22.40 WIB" in page


def test_a_receipt_of_every_kind_of_record_fits_one_page() -> None:
    full = replace(RECEIPT, records=tuple((kind, 123_456) for kind in RecordKind))

    assert len(pages(receipt_sheet(full))) == 1
    assert set(RECORD_LABELS) == set(RecordKind)


def test_sheets_print_what_was_typed_to_the_letter() -> None:
    text = text_of(receipt_sheet(replace(RECEIPT, person="#panic() *Euis* <a> @b", device="_meja_ $x$")))

    assert "#panic() *Euis* <a> @b" in text
    assert "_meja_ $x$" in text


def test_a_broken_template_is_named_with_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rusak.typ").write_text("#let x = json(bytes(sys.inputs.data)).tidak_ada\n#x", encoding="utf-8")
    monkeypatch.setattr(typesetting, "_TEMPLATES", tmp_path)

    with pytest.raises(TypesettingError, match="tidak_ada") as caught:
        typesetting.to_pdf("rusak.typ", {}, MOMENT)

    assert caught.value.template == "rusak.typ"


def test_a_missing_template_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_TEMPLATES", tmp_path)

    with pytest.raises(TypesettingError, match=r"hilang\.typ"):
        typesetting.to_pdf("hilang.typ", {}, MOMENT)
