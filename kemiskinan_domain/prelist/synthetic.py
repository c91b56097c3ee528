"""A made-up village for tests, benchmarks and training: the same seed gives the same families, and nobody is real.

NIKs and No. KKs have the right structure with serials from 9001 on, which no registrar hands out, so that they
are recognisably synthetic wherever they turn up.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from kemiskinan_domain.identity import FamilyCardNumber, Nik, RegionCode, Sex
from kemiskinan_domain.prelist.cells import Cell
from kemiskinan_domain.prelist.result import PrelistFamily, PrelistMember
from kemiskinan_domain.records import FamilyCardState, NikState


def _words(text: str, mark: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(mark))


_MEN: Final = _words(
    "Asep Ujang Dadang Cecep Tatang Iwan Jajang Endang Wawan Rahmat Agus Dede Kosim Udin Maman Nandang Sopyan Aep "
    "Yayan Oman Encep Deden Ajang Engkos Saepul Ridwan Gilang Fajar"
)
_WOMEN: Final = _words(
    "Euis Neng Lilis Nining Popon Imas Siti Rina Tuti Enok Iis Cucu Mimin Nunung Yani Teti Ratna Entin Eti Ai Elis "
    "Wiwin Kokom Iceu Rosita Dewi Sari Intan"
)
_SECOND: Final = _words(
    "Suryana Hidayat Permana Kurniasih Saepudin Rohimat Mulyani Sumiati Gunawan Solihin Rukmana Nurjanah Hasanah "
    "Fauziah Setiawan Komarudin Rosidah Suherman Maryati Marlina Sutisna Kusnadi Wahyuni Juariah Sopandi Mulyana"
)
_HAMLETS: Final = ("Kp. Sindanglaka", "Kp. Pasir Angin", "Kp. Babakan", "Kp. Cikaret", "Kp. Lebak Wangi")
_FIRST_SERIAL: Final = 9001
_DESIL_WEIGHTS: Final = (30, 24, 18, 12, 6, 4, 2, 2, 1, 1)
_P3KE_TITLES: Final = _words(
    "No|Kode Desa|Alamat|RT|RW|ID Keluarga P3KE|Desil|No KK|Nama|NIK|Jenis Kelamin|Tgl Lahir|"
    "Hubungan dgn Kepala Keluarga",
    "|",
)
_RELATION_WORDS: Final = {"1": "KEPALA KELUARGA", "2": "ISTRI", "3": "ANAK", "6": "ORANG TUA"}


def synthetic_village(village: RegionCode, households: int, *, seed: int = 1, today: date) -> tuple[PrelistFamily, ...]:
    """So many households, one to seven members each; about 1 in 60 people has no NIK, 1 in 120 families no card."""
    return tuple(_Maker(village, seed, today).families(households))


def prelist_rows(families: Iterable[PrelistFamily]) -> list[list[Cell]]:
    """The families as a P3KE list: the header, then one row a person, the running number on the first row only."""
    rows: list[list[Cell]] = [list(_P3KE_TITLES)]
    for number, family in enumerate(families, start=1):
        for position, member in enumerate(family.members):
            rows.append(
                [
                    number if position == 0 else None,
                    family.village,
                    family.address,
                    family.rt,
                    family.rw,
                    family.source_id,
                    family.desil,
                    family.family_card,
                    member.name,
                    member.nik or "0",
                    {"L": "Laki-laki", "P": "Perempuan", None: None}[member.sex],
                    member.birth_date.strftime("%d/%m/%Y") if member.birth_date else None,
                    _RELATION_WORDS.get(member.relation or ""),
                ]
            )
    return rows


class _Maker:
    """Draws families from one seeded source of chance and never gives a number twice."""

    def __init__(self, village: RegionCode, seed: int, today: date) -> None:
        self._village = village
        self._digits = village.replace(".", "")[:6]
        self._today = today
        self._random = random.Random(f"{village}/{seed}")  # noqa: S311 - repeatable on purpose, guards no secret
        self._used: set[str] = set()
        self._row = 1

    def families(self, count: int) -> Iterator[PrelistFamily]:
        """Draw so many families."""
        for index in range(count):
            yield self._family(index)

    def _family(self, index: int) -> PrelistFamily:
        draw = self._random
        first_row = self._row + 1
        members = tuple(self._members())
        card = None if draw.random() < 1 / 120 else FamilyCardNumber(self._number("L", self._day(1, 15)))
        return PrelistFamily(
            village=self._village,
            first_row=first_row,
            source_id=f"SINTETIS-{index + 1:06}",
            family_card=card,
            family_card_state=FamilyCardState.PRESENT if card else FamilyCardState.NONE_YET,
            desil=draw.choices(range(1, 11), _DESIL_WEIGHTS)[0],
            address=draw.choice(_HAMLETS),
            rt=f"{draw.randint(1, 6):03}",
            rw=f"{draw.randint(1, 4):03}",
            members=members,
        )

    def _members(self) -> Iterator[PrelistMember]:
        """Head, most often a wife, children, now and then a parent; ages fit each other."""
        draw = self._random
        alone = draw.random() < 0.25
        head_sex: Sex = "P" if alone and draw.random() < 0.6 else "L"
        head_age = draw.randint(22, 78)
        yield self._member(head_sex, head_age, "1")
        if not alone:
            yield self._member("P", max(19, head_age - draw.randint(0, 8)), "2")
        eldest = min(max(head_age - 20, 0), 28)
        for _ in range(draw.choices(range(5), (18, 26, 28, 18, 10))[0]):
            yield self._member(draw.choice(("L", "P")), draw.randint(0, eldest), "3")
        if head_age < 50 and draw.random() < 0.06:
            yield self._member("P", head_age + draw.randint(19, 35), "6")

    def _member(self, sex: Sex, age: int, relation: str) -> PrelistMember:
        born = self._day(age, age + 1)
        has_nik = self._random.random() >= 1 / 60
        self._row += 1
        first = self._random.choice(_MEN if sex == "L" else _WOMEN)
        return PrelistMember(
            row=self._row,
            name=f"{first} {self._random.choice(_SECOND)}",
            nik=Nik(self._number(sex, born)) if has_nik else None,
            nik_state=NikState.PRESENT if has_nik else NikState.NONE_YET,
            sex=sex,
            birth_date=born,
            relation=relation,
            received=(),
        )

    def _day(self, from_years: int, to_years: int) -> date:
        """A day between so many years ago."""
        days = self._random.randint(int(from_years * 365.25) + 1, int(to_years * 365.25))
        return self._today - timedelta(days=days)

    def _number(self, sex: Sex, day: date) -> str:
        """Region, day (plus 40 for a woman) and the first free serial of that day."""
        written = day.day + (40 if sex == "P" else 0)
        stem = f"{self._digits}{written:02}{day.month:02}{day.year % 100:02}"
        serial = _FIRST_SERIAL
        while f"{stem}{serial}" in self._used:
            serial += 1
        self._used.add(f"{stem}{serial}")
        return f"{stem}{serial}"
