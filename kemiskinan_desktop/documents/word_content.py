"""What a Word template may name: the content of a paper under the Indonesian names that a village reads in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kemiskinan_desktop.documents.typesetting import Content, Drawing, writable

_PLAIN: Final = {
    "title": "judul",
    "number": "nomor",
    "opening": "pembukaan",
    "place": "desa",
    "village": "desa_lengkap",
    "village_word": "sebutan_desa",
    "village_head": "kepala_desa",
    "date": "tanggal",
    "letter_date": "tanggal_surat",
    "printed": "dicetak",
    "legal_basis": "dasar_hukum",
    "agenda": "agenda",
    "method": "cara",
    "total": "jumlah_daftar",
    "rulings_sentence": "kalimat_putusan",
    "gap": "titik_titik",
    "invitation": "kalimat_undangan",
    "announcement": "kalimat_pengumuman",
    "objection_notice": "kalimat_sanggahan",
    "purpose": "sasaran",
    "decree_title": "judul_keputusan",
    "considering": "menimbang",
    "minutes_reference": "rujukan_berita_acara",
    "late": "terlambat",
    "witnesses": "wakil_peserta",
}
_ROWS: Final = {
    "label": "uraian",
    "value": "isi",
    "letter": "huruf",
    "count": "jumlah",
    "total": "jumlah",
    "male": "laki_laki",
    "female": "perempuan",
    "eligible": "layak",
    "not_eligible": "tidak_layak",
    "postponed": "ditunda",
    "open": "belum",
    "name": "nama",
    "sex": "lp",
    "element": "unsur",
    "note": "keterangan",
    "signs": "tanda_tangan",
    "family_card": "no_kk",
    "address": "alamat",
    "neighbourhood": "rt_rw",
    "desil": "desil",
    "ruling": "putusan",
    "reasons": "alasan",
    "dusun": "dusun",
    "position": "urut",
    "presence": "keberadaan",
    "said": "pembicaraan",
    "nik": "nik",
    "place": "tempat",
    "occupation": "pekerjaan",
    "pre": "pra",
    "blank": "kosong",
    "rows": "baris",
    "groups": "kelompok",
    "title": "judul",
    "text": "isi",
}
_WORKER: Final = {
    "head": "kepala_keluarga",
    "status": "keadaan",
    "kpj": "kpj",
    "programmes": "program",
    "payer": "pembayar",
    "start": "sejak",
}


def word_content(content: Mapping[str, Content]) -> dict[str, object]:
    """Every name that a template may use; lists and rows likewise, and numbers as they are."""
    named: dict[str, object] = {
        ours: _writable(content.get(theirs), _ROWS) for theirs, ours in _PLAIN.items() if theirs in content
    }
    head, chair, secretary = (_mapping(content.get(name)) for name in ("letterhead", "chair", "secretary"))
    people, rulings, seal = (_mapping(content.get(name)) for name in ("participants", "rulings", "seal"))
    is_village = content.get("village_word") == "Desa"
    named |= {
        "kop_kabupaten": _writable(head.get("regency"), _ROWS),
        "kop_kecamatan": _writable(head.get("subdistrict"), _ROWS),
        "kop_desa": _writable(head.get("village"), _ROWS),
        "kop_alamat": _writable(head.get("last"), _ROWS),
        "sebutan_kepala": "Kepala Desa" if is_village else "Lurah",
        "pimpinan": _writable(chair.get("name"), _ROWS),
        "jabatan_pimpinan": _writable(chair.get("position"), _ROWS),
        "notulis": _writable(secretary.get("name"), _ROWS),
        "jabatan_notulis": _writable(secretary.get("position"), _ROWS),
        "rincian": _writable(content.get("occasion"), _ROWS),
        "petugas": _writable(content.get("officers"), _ROWS),
        "kuorum": _writable(people.get("quorum"), _ROWS),
        "unsur": _writable(people.get("elements"), _ROWS),
        "jumlah_hadir": _writable(people.get("sum"), _ROWS),
        "hadir": _writable(people.get("list"), _ROWS),
        "baris_kosong": range(_number(people.get("blank_lines"))),
        "rekap": _writable(content.get("recap"), _ROWS),
        "per_dusun": _writable(rulings.get("dusun"), _ROWS),
        "per_pekerjaan": _writable(rulings.get("occupation"), _ROWS),
        "jumlah_putusan": _writable(rulings.get("sum"), _ROWS),
        "keberatan": _writable(content.get("dissents"), _ROWS),
        "lampiran": _annexes(content.get("annexes")),
        "mengubah": _amended(_mapping(content.get("amends"))),
        "keadaan": _state(content, sealed=bool(seal)),
        "kode": str(seal.get("code", "")),
        "sidik": str(seal.get("digest", "")),
        "dikunci": str(seal.get("locked", "")),
    }
    return named | _of_one_paper(content)


def _of_one_paper(content: Mapping[str, Content]) -> dict[str, object]:
    """Lists that only some papers have; the others name them without harm."""
    decided = _mapping(content.get("decided"))
    clauses = content.get("ruling_clauses")
    sheets = content.get("sheets")
    return {
        "undangan": _writable(content.get("invited") or [], _ROWS),
        "layak": _writable(decided.get("rows") or [], _ROWS),
        "pekerja": _workers(_mapping(content.get("workers"))),
        "keadaan_pekerja": _writable(_mapping(content.get("workers")).get("as_of") or "", _ROWS),
        "jumlah_layak": _number(decided.get("count")),
        "kelompok_pekerjaan": _writable(content.get("occupations") or [], _ROWS),
        "pembahasan": _writable(content.get("discussion") or [], _ROWS),
        "diktum": [
            {"kata": _writable(one[0], _ROWS), "isi": _writable(one[1], _ROWS)}
            for one in (clauses if isinstance(clauses, list) else [])
            if isinstance(one, list)
        ],
        "lembar": [
            {
                "tempat": _writable(sheet.get("place"), _ROWS),
                "baris": _writable(sheet.get("rows"), _ROWS),
                "kosong": range(_number(sheet.get("blank"))),
            }
            for sheet in (_mapping(one) for one in (sheets if isinstance(sheets, list) else []))
        ],
    }


def _annexes(annexes: Content) -> list[object]:
    """Each list with its rows in one piece, every row with its number: a table in Word has one loop."""
    found: list[object] = []
    for place, annex in enumerate((_mapping(one) for one in (annexes if isinstance(annexes, list) else [])), start=2):
        groups = annex.get("groups")
        rows = [
            {**_mapping(row), "dusun": _mapping(group).get("dusun")}
            for group in (groups if isinstance(groups, list) else [])
            for row in _rows_of(group)
        ]
        named = [_writable(row, _ROWS) for row in rows]
        numbered = [{"urut": at, **row} for at, row in enumerate(named, start=1) if isinstance(row, dict)]
        title = _writable(annex.get("title"), _ROWS)
        found.append({"nomor": place, "judul": title, "jumlah": annex.get("count"), "baris": numbered})
    return found


def _workers(workers: Mapping[str, Content]) -> list[object]:
    """Every worker in one list with their number and dusun."""
    groups = workers.get("groups")
    rows = [
        _writable({**_mapping(row), "dusun": _mapping(group).get("dusun")}, _ROWS | _WORKER)
        for group in (groups if isinstance(groups, list) else [])
        for row in _rows_of(group)
    ]
    return [{"urut": at, **row} for at, row in enumerate(rows, start=1) if isinstance(row, dict)]


def _rows_of(group: Content) -> list[Content]:
    rows = _mapping(group).get("rows")
    return rows if isinstance(rows, list) else []


def _amended(amended: Mapping[str, Content]) -> str:
    if not amended:
        return ""
    code = f" dengan kode dokumen {amended['code']}" if amended.get("code") else ""
    return (
        f"Berita acara ini mengubah Berita Acara Nomor {amended['number']} tanggal {amended['date']}{code}. Keduanya "
        "tetap berlaku untuk keluarga yang tidak diubah."
    )


def _state(content: Mapping[str, Content], *, sealed: bool) -> str:
    if sealed or content.get("open-paper"):
        return ""
    return "DRAF – belum dikunci, belum berlaku"


def _writable(value: Content, names: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return value if isinstance(value, Drawing) else writable(value)
    if isinstance(value, Mapping):
        return {names.get(name, name): _writable(one, names) for name, one in value.items()}
    if isinstance(value, list):
        return [_writable(one, names) for one in value]
    return value


def _mapping(value: Content) -> Mapping[str, Content]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Content) -> int:
    return value if isinstance(value, int) else 0
