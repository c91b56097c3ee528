"""The district's work in a real browser without scripts: sign in, find the family, return it with a remark."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import LONG_NAME, Open, sign_in
from tests.server.conftest import VILLAGE
from tests.server.devices import Laptop, household

HEADER = "id_keluarga;no_kk;nik;nama;hubungan;kode_desa;desil"
FAMILY = "K1;3203012101090001;3203014309749002;Siti Contoh;Kepala Keluarga;3203012001;2"


def test_a_reviewer_returns_a_family_with_a_remark_and_the_village_gets_it(visit: Open, village: Laptop) -> None:
    page = visit()
    sign_in(page, "dpmd")

    page.get_by_role("link", name="Babakankaret").first.click()
    page.get_by_role("link", name=LONG_NAME).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG_NAME)
    page.get_by_text("Tulis catatan").click()
    page.get_by_label("Catatan", exact=True).fill("Foto rumah belum ada")
    page.get_by_role("button", name="Kirim ke desa").click()
    expect(page.locator(".card").filter(has_text="Foto rumah belum ada")).to_be_visible()
    page.get_by_label("Catatan untuk desa").fill("Periksa lagi <b>luas</b> lantainya")
    page.get_by_role("button", name="Kembalikan").click()
    page.wait_for_url(f"**/desa/{VILLAGE}")
    village.sync()

    documents = [village.document(one) for one in village.base]
    assert "Foto rumah belum ada" in [document.get("text") for document in documents]
    family = next(document for document in documents if document.get("head_name") == LONG_NAME)
    assert (family["review"], family["review_note"]) == ("returned", "Periksa lagi <b>luas</b> lantainya")


def test_a_wrong_password_is_said_on_the_same_page(visit: Open, village: Laptop) -> None:
    page = visit()
    page.goto("/masuk")

    page.get_by_label("Nama").fill("dpmd")
    page.get_by_label("Kata sandi").fill("bukan sandinya")
    page.get_by_role("button", name="Masuk").click()

    expect(page.get_by_role("alert")).to_have_text("Nama atau kata sandi salah.")
    expect(page.get_by_label("Nama")).to_have_value("dpmd")


def test_a_list_of_families_is_brought_looked_at_and_taken_in(visit: Open, village: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text(f"{HEADER}\n{FAMILY}\n", encoding="utf-8")
    page = visit()
    sign_in(page)

    page.get_by_role("link", name="Daftar awal").click()
    page.get_by_label("Berkas Excel").set_input_files(file)
    page.get_by_label("Periode").fill("2025")
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_role("row", name="Babakankaret")).to_contain_text("1")
    page.get_by_role("button", name="Masukkan ke desa").click()
    expect(page.locator(".message.good")).to_contain_text("Masuk")
    village.sync()

    assert "Siti Contoh" in [village.document(one).get("head_name") for one in village.base]


def test_what_a_village_wrote_is_text_and_never_part_of_the_page(visit: Open, village: Laptop) -> None:
    evil = "<script>document.title='diambil alih'</script><img src=http://203.0.113.9/x onerror=alert(1)>"
    village.sync(household(head_name=evil, dusun="'; DROP TABLE household; --"))
    page = visit(java_script_enabled=True)
    sign_in(page)

    page.goto(f"/desa/{VILLAGE}")

    expect(page.get_by_role("link", name=evil)).to_be_visible()
    assert "diambil alih" not in page.title()


def test_the_language_is_switched_without_a_script_on_the_page_one_is_on(visit: Open, village: Laptop) -> None:
    page = visit()
    sign_in(page)
    page.goto("/rekap")

    page.get_by_role("button", name="English").click()

    page.wait_for_url("**/rekap")
    expect(page.get_by_role("heading", level=1)).to_have_text("Summary of the meetings' decisions")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rekap keputusan musyawarah")
