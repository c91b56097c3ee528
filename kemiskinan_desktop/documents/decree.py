"""The draft of the Keputusan Kepala Desa that follows a meeting; a person completes, numbers and signs it.

Its least content is that of PMK 201/2022 Ps. 36: names and addresses, the number by occupation group, the total.
"""

from __future__ import annotations

from kemiskinan_desktop.documents.labels import KIND_TITLES, PURPOSE_SENTENCES, PURPOSE_TITLES
from kemiskinan_desktop.documents.minutes import GAP, MinutesValues
from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_desktop.documents.words import counted, long_date
from kemiskinan_domain.deliberation import recap


def decree_content(values: MinutesValues) -> dict[str, Content]:
    """What the template is given beyond the minutes."""
    head, session = values.letterhead, values.session
    counts = recap(values.candidates, values.decisions)
    purpose = PURPOSE_SENTENCES[session.purpose]
    year = session.held_on.year if session.held_on else GAP
    day = long_date(session.held_on) if session.held_on else GAP
    title = f"{KIND_TITLES[session.kind]} {PURPOSE_TITLES[session.purpose]} {head.village_word} {head.village}"
    village = f"{head.village_word} {head.village}"
    return {
        "purpose": purpose,
        "decree_title": f"{title} Tahun {year}".upper(),
        "considering": [
            f"bahwa Musyawarah {village} tanggal {day} telah memutuskan {purpose} di {village};",
            "bahwa berdasarkan pertimbangan tersebut perlu menetapkan Keputusan Kepala Desa."
            if not head.is_kelurahan
            else "bahwa berdasarkan pertimbangan tersebut perlu menetapkan Keputusan Lurah.",
        ],
        "minutes_reference": _reference(values, day),
        "ruling_clauses": _clauses(values, counts.rulings.eligible, village, purpose),
        "occupations": [
            {"label": one.occupation or "Belum diketahui", "eligible": one.rulings.eligible}
            for one in counts.by_occupation
            if one.rulings.eligible
        ],
    }


def _reference(values: MinutesValues, day: str) -> str:
    code = f" dengan kode dokumen {values.seal.code}" if values.seal is not None else ""
    word = values.letterhead.village_word
    return f"Berita Acara Musyawarah {word} Nomor {values.session.number or GAP} tanggal {day}{code}."


def _clauses(values: MinutesValues, eligible: int, village: str, purpose: str) -> list[Content]:
    clauses: list[Content] = [
        [
            "KESATU",
            f"Menetapkan {counted(eligible, 'keluarga')} sebagai {purpose} {village}, dengan nama dan alamat "
            "sebagaimana tercantum dalam Lampiran yang tidak terpisahkan dari keputusan ini.",
        ],
        ["KEDUA", "Rincian jumlah keluarga menurut kelompok pekerjaan tercantum dalam Lampiran."],
    ]
    if values.amended is not None:
        clauses.append(
            [
                "KETIGA",
                "Keputusan ini mengubah penetapan menurut Berita Acara Nomor "
                f"{values.amended.number or GAP}; keluarga yang tidak disebut tetap menurut penetapan itu.",
            ]
        )
    word = ("KETIGA", "KEEMPAT")[len(clauses) - 2]
    clauses.append([word, "Keputusan ini mulai berlaku pada tanggal ditetapkan."])
    return clauses
