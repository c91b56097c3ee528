"""What stands in each shipped Word template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH

from kemiskinan_desktop.documents.papers import Paper
from kemiskinan_desktop.documents.word_sheet import Sheet

_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
_RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT
_JUSTIFY: Final = WD_ALIGN_PARAGRAPH.JUSTIFY

_OFFICERS: Final = (
    ("Notulis,", "{{ notulis }}", "{{ jabatan_notulis }}"),
    ("Pimpinan Musyawarah,", "{{ pimpinan }}", "{{ jabatan_pimpinan }}"),
)
_HEAD: Final = ("Mengetahui, {{ sebutan_kepala }} {{ desa }},", "{{ kepala_desa }}", "")
_RULINGS: Final = (
    "{{ butir.uraian }}",
    "{{ butir.layak }}",
    "{{ butir.tidak_layak }}",
    "{{ butir.ditunda }}",
    "{{ butir.belum }}",
    "{{ butir.jumlah }}",
)


def _invitation() -> Sheet:
    sheet = Sheet("Undangan Musyawarah {{ desa_lengkap }}")
    sheet.letterhead()
    sheet.line("{{ desa }}, {{ tanggal_surat }}", align=_RIGHT)
    sheet.line("Nomor\t: {{ titik_titik }}\nSifat\t: Penting\nHal\t: Undangan Musyawarah {{ sebutan_desa }}")
    sheet.line("Yth. Bapak/Ibu/Saudara {% if undangan %}(daftar terlampir){% else %}{{ titik_titik }}{% endif %}")
    sheet.line("di tempat", after=8)
    sheet.line("Dengan hormat,")
    sheet.line("{{ kalimat_undangan }}", align=_JUSTIFY)
    sheet.facts("rincian")

    def agenda() -> None:
        sheet.line("Acara:")
        sheet.each("agenda", "{{ butir }}")

    sheet.when("agenda", agenda)
    sheet.line(
        "Mengingat pentingnya acara ini, mohon hadir tepat waktu. Bila berhalangan, mohon menunjuk wakil dari unsur "
        "yang sama. Atas perhatian dan kehadiran Bapak/Ibu/Saudara, kami ucapkan terima kasih.",
        align=_JUSTIFY,
        after=10,
    )
    sheet.signatures(("", "", ""), ("{{ jabatan_pimpinan }},", "{{ pimpinan }}", ""))

    def invited() -> None:
        sheet.section("Daftar undangan")
        cells = ("{{ loop.index }}", "{{ butir.nama }}", "{{ butir.unsur }}")
        sheet.table((12, 98, 60), ("No", "Nama", "Unsur"), [("butir in undangan", cells)])

    sheet.when("undangan", invited)
    return sheet


def _attendance() -> Sheet:
    sheet = Sheet("Daftar hadir Musyawarah {{ desa_lengkap }}")
    sheet.letterhead()
    sheet.heading("DAFTAR HADIR MUSYAWARAH {{ sebutan_desa | upper }}", "{{ judul }}")
    sheet.facts("rincian")
    _attendance_table(sheet)
    sheet.signatures(*_OFFICERS)
    sheet.seal()
    return sheet


def _attendance_table(sheet: Sheet) -> None:
    cells = (
        "{{ loop.index }}",
        "{{ butir.nama }}",
        "{{ butir.lp }}",
        "{{ butir.unsur }}",
        "{% if butir.keterangan %}{{ butir.keterangan }}{% else %}{{ loop.index }}. …………………{% endif %}",
    )
    blank = ("{{ hadir | length + loop.index }}", "", "", "", "{{ hadir | length + loop.index }}. …………………")
    names = ("No", "Nama", "L/P", "Unsur", "Tanda tangan")
    sheet.table((12, 60, 12, 36, 50), names, [("butir in hadir", cells), ("kosong in baris_kosong", blank)])


def _proposals() -> Sheet:
    sheet = Sheet("Lembar pemeriksaan dan usulan {{ desa_lengkap }}", landscape=True)
    sheet.document.add_paragraph("{%p for satu in lembar %}")
    sheet.heading("LEMBAR PEMERIKSAAN DAN USULAN KELUARGA", "{{ desa_lengkap }} · {{ satu.tempat }}")
    sheet.line(
        "Keberadaan: 1 ditemukan, 2 tidak ditemukan, 3 data ganda. Pra-musyawarah: L layak, T tidak layak, P ditunda. "
        "Baris kosong di bawah untuk usulan baru.",
        size=9,
    )
    cells = (
        "{{ loop.index }}",
        "{{ butir.nama }}",
        "{{ butir.no_kk }}",
        "{{ butir.alamat }}",
        "{{ butir.rt_rw }}",
        "{{ butir.desil }}",
        "",
        "{{ butir.pra }}",
        "",
    )
    blank = ("{{ satu.baris | length + loop.index }}", "", "", "", "", "–", "4", "", "")
    sheet.table(
        (11, 46, 38, 43, 20, 15, 25, 24, 35),
        ("No", "Nama kepala keluarga", "No. KK", "Alamat", "RT/RW", "Desil", "Keberadaan", "Pra L/T/P", "Catatan"),
        [("butir in satu.baris", cells), ("kosong in satu.kosong", blank)],
    )
    sheet.signatures(("Ketua RT,", "(……………………………)", ""), ("Ketua RW,", "(……………………………)", ""))
    sheet.document.add_paragraph("{%p if not loop.last %}")
    sheet.new_page()
    sheet.document.add_paragraph("{%p endif %}")
    sheet.document.add_paragraph("{%p endfor %}")
    return sheet


def _minutes() -> Sheet:
    sheet = Sheet("Berita Acara Nomor {{ nomor }}")
    sheet.letterhead()
    sheet.heading("BERITA ACARA MUSYAWARAH {{ sebutan_desa | upper }}", "{{ judul }}", "Nomor: {{ nomor }}")
    sheet.line("{{ pembukaan }}", align=_JUSTIFY)
    sheet.section("A. Pimpinan musyawarah")
    sheet.facts("petugas")
    sheet.when("mengubah", lambda: sheet.line("{{ mengubah }}", align=_JUSTIFY))
    sheet.section("B. Dasar hukum")
    sheet.each("dasar_hukum", "{{ butir }}", style="List Bullet")
    sheet.section("C. Agenda")
    sheet.each("agenda", "{{ butir }}", style="List Bullet")
    sheet.section("D. Peserta dan kuorum")
    sheet.line("{{ kuorum }}", align=_JUSTIFY)
    people = ("{{ butir.uraian }}", "{{ butir.laki_laki }}", "{{ butir.perempuan }}", "{{ butir.jumlah }}")
    summed = tuple(cell.replace("butir", "jumlah_hadir") for cell in people)
    names = ("Unsur", "Laki-laki", "Perempuan", "Jumlah")
    sheet.table((86, 28, 28, 28), names, [("butir in unsur", people)], summed)
    sheet.section("E. Hasil pemeriksaan daftar keluarga")
    recap = ("{{ butir.huruf }}", "{{ butir.uraian }}", "{{ butir.jumlah }}")
    total = ("g", "Jumlah keluarga dalam daftar (a + f)", "{{ jumlah_daftar }}")
    sheet.table((12, 118, 40), ("", "Uraian", "Jumlah keluarga"), [("butir in rekap", recap)], total)
    sheet.section("F. Keputusan musyawarah")
    sheet.line("{{ kalimat_putusan }}", align=_JUSTIFY)
    _rulings(sheet, "Dusun", "per_dusun")
    sheet.when("per_pekerjaan", lambda: _rulings(sheet, "Kelompok pekerjaan", "per_pekerjaan"))
    sheet.section("G. Cara pengambilan keputusan dan keberatan")
    sheet.line("Keputusan diambil dengan cara {{ cara }}.")
    sheet.each("keberatan", "Keluarga {{ butir.nama }}: {{ butir.isi }}", style="List Bullet")
    sheet.section("H. Penutup")
    sheet.line(
        "Demikian berita acara ini dibuat dan disahkan dengan penuh tanggung jawab agar dapat dipergunakan sebagaimana "
        "mestinya.",
        align=_JUSTIFY,
    )
    sheet.line("{{ desa }}, {{ tanggal }}", align=_RIGHT)
    sheet.signatures(*_OFFICERS)
    sheet.signatures(_HEAD)
    sheet.seal()
    return sheet


def _rulings(sheet: Sheet, name: str, rows: str) -> None:
    summed = tuple(cell.replace("butir", "jumlah_putusan") for cell in _RULINGS)
    names = (name, "Layak", "Tidak layak", "Ditunda", "Belum", "Jumlah")
    sheet.table((65, 20, 25, 20, 20, 20), names, [(f"butir in {rows}", _RULINGS)], summed)


def _annexes() -> Sheet:
    sheet = Sheet("Lampiran Berita Acara Nomor {{ nomor }}", landscape=True)
    sheet.document.add_paragraph("{%p for daftar in lampiran %}")
    sheet.section("Lampiran {{ daftar.nomor }}: {{ daftar.judul }} ({{ daftar.jumlah }} keluarga)")
    names = ("No", "Nama kepala keluarga", "No. KK", "Dusun dan alamat", "RT/RW", "Desil", "Keputusan", "Alasan")
    cells = (
        "{{ butir.urut }}",
        "{{ butir.nama }}",
        "{{ butir.no_kk }}",
        "{{ butir.dusun }}, {{ butir.alamat }}",
        "{{ butir.rt_rw }}",
        "{{ butir.desil }}",
        "{{ butir.putusan }}",
        "{{ butir.alasan }}",
    )
    sheet.table((11, 50, 38, 48, 20, 15, 24, 51), names, [("butir in daftar.baris", cells)])
    sheet.document.add_paragraph("{%p endfor %}")
    sheet.signatures(*_OFFICERS)
    sheet.seal()
    return sheet


def _workers() -> Sheet:
    sheet = Sheet("Daftar pekerja, lampiran Berita Acara Nomor {{ nomor }}", landscape=True)
    sheet.section("Daftar pekerja dan perlindungan BPJS Ketenagakerjaan")
    sheet.line("Lampiran Berita Acara Nomor {{ nomor }}. {{ keadaan_pekerja }}")
    names = (
        "No",
        "Nama pekerja",
        "NIK",
        "Kepala keluarga",
        "Dusun, RT/RW",
        "Keadaan",
        "KPJ",
        "Program",
        "Iuran dibayar oleh",
        "Berlaku sejak",
    )
    cells = (
        "{{ butir.urut }}",
        "{{ butir.nama }}",
        "{{ butir.nik }}",
        "{{ butir.kepala_keluarga }}",
        "{{ butir.dusun }}, {{ butir.rt_rw }}",
        "{{ butir.keadaan }}",
        "{{ butir.kpj }}",
        "{{ butir.program }}",
        "{{ butir.pembayar }}",
        "{{ butir.sejak }}",
    )
    sheet.table((10, 38, 34, 34, 26, 28, 26, 20, 22, 19), names, [("butir in pekerja", cells)])
    sheet.signatures(*_OFFICERS)
    return sheet


def _notes() -> Sheet:
    sheet = Sheet("Notulen Musyawarah {{ desa_lengkap }}")
    sheet.letterhead()
    sheet.heading("NOTULEN MUSYAWARAH {{ sebutan_desa | upper }}", "{{ judul }}", "Nomor: {{ nomor }}")
    sheet.facts("rincian")
    sheet.facts("petugas")
    sheet.section("A. Agenda")
    sheet.each("agenda", "{{ butir }}", style="List Bullet")
    sheet.section("B. Peserta")
    sheet.line("{{ kuorum }}", align=_JUSTIFY)
    sheet.when("terlambat", lambda: sheet.line("Datang setelah musyawarah dimulai: {{ terlambat | join('; ') }}."))
    sheet.section("C. Jalannya pembahasan")
    sheet.line("{{ kalimat_putusan }} Keputusan diambil dengan cara {{ cara }}.", align=_JUSTIFY)
    sheet.document.add_paragraph("{%p for dusun in pembahasan %}")
    sheet.section("Dusun: {{ dusun.dusun }}")
    cells = (
        "{{ butir.urut }}",
        "{{ butir.nama }}",
        "{{ butir.rt_rw }}",
        "{{ butir.keberadaan }}",
        "{{ butir.putusan }}",
        "{{ butir.pembicaraan }}",
    )
    names = ("No", "Keluarga", "RT/RW", "Keberadaan", "Keputusan", "Alasan, suara, dan keberatan")
    sheet.table((11, 42, 20, 26, 24, 47), names, [("butir in dusun.baris", cells)])
    sheet.document.add_paragraph("{%p endfor %}")
    sheet.line("{{ desa }}, {{ tanggal }}", align=_RIGHT)
    sheet.signatures(*_OFFICERS)
    sheet.seal()
    return sheet


def _decree() -> Sheet:
    sheet = Sheet("Rancangan Keputusan, menurut Berita Acara Nomor {{ nomor }}")
    sheet.letterhead()
    sheet.line("RANCANGAN – berlaku setelah diberi nomor dan ditandatangani", size=8.5, align=_RIGHT)
    head = "{{ sebutan_kepala | upper }} {{ desa | upper }}"
    sheet.heading(f"KEPUTUSAN {head}", "Nomor: {{ titik_titik }}", "TENTANG", "{{ judul_keputusan }}", f"{head},")
    sheet.section("Menimbang:")
    sheet.each("menimbang", "{{ butir }}", style="List Bullet")
    sheet.section("Mengingat:")
    sheet.each("dasar_hukum", "{{ butir }}", style="List Bullet")
    sheet.section("Memperhatikan:")
    sheet.line("{{ rujukan_berita_acara }}", align=_JUSTIFY)
    sheet.line("MEMUTUSKAN:", bold=True, align=_CENTRE)
    clause = ("{{ butir.kata }}", ": {{ butir.isi }}")
    sheet.table((28, 142), None, [("butir in diktum", clause)], lines=False)
    sheet.line("Ditetapkan di {{ desa }}\npada tanggal {{ titik_titik }}", align=_RIGHT)
    sheet.signatures(("", "", ""), (f"{head},", "{{ kepala_desa }}", ""))
    sheet.seal()
    sheet.new_page()
    sheet.section("Lampiran: daftar {{ sasaran }} ({{ jumlah_layak }} keluarga)")
    work = ("{{ butir.uraian }}", "{{ butir.layak }}")
    sheet.table(
        (120, 50),
        ("Kelompok pekerjaan kepala keluarga", "Jumlah keluarga"),
        [("butir in kelompok_pekerjaan", work)],
        ("Jumlah", "{{ jumlah_layak }}"),
    )
    cells = (
        "{{ loop.index }}",
        "{{ butir.nama }}",
        "{{ butir.no_kk }}",
        "{{ butir.alamat }}",
        "{{ butir.rt_rw }}",
        "{{ butir.pekerjaan }}",
    )
    names = ("No", "Nama kepala keluarga", "No. KK", "Alamat", "RT/RW", "Kelompok pekerjaan")
    sheet.table((11, 42, 38, 33, 20, 26), names, [("butir in layak", cells)])
    return sheet


def _announcement() -> Sheet:
    sheet = Sheet("Pengumuman hasil Musyawarah {{ desa_lengkap }}")
    sheet.letterhead()
    sheet.heading("PENGUMUMAN", "{{ judul }}", "Nomor: {{ titik_titik }}")
    sheet.line("{{ kalimat_pengumuman }}", align=_JUSTIFY)
    sheet.line("{{ kalimat_sanggahan }}", align=_JUSTIFY)
    cells = ("{{ loop.index }}", "{{ butir.nama }}", "{{ butir.nik }}", "{{ butir.tempat }}")
    names = ("No", "Nama kepala keluarga", "NIK (disamarkan)", "Dusun, RT/RW")
    sheet.table((12, 68, 45, 45), names, [("butir in layak", cells)])
    sheet.line("{{ desa }}, {{ tanggal_surat }}", align=_RIGHT)
    sheet.signatures(("", "", ""), ("{{ sebutan_kepala }} {{ desa }},", "{{ kepala_desa }}", ""))
    sheet.seal()
    return sheet


DRAWINGS: Final[dict[Paper, Callable[[], Sheet]]] = {
    Paper.INVITATION: _invitation,
    Paper.ATTENDANCE: _attendance,
    Paper.PROPOSALS: _proposals,
    Paper.MINUTES: _minutes,
    Paper.ANNEXES: _annexes,
    Paper.WORKERS: _workers,
    Paper.NOTES: _notes,
    Paper.DECREE: _decree,
    Paper.ANNOUNCEMENT: _announcement,
}
