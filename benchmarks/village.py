"""A synthetic village for the benchmarks: names, numbers and answers that compress like real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

from kemiskinan_domain.records import Document, RecordId, RecordKind

_FIRST = ("Siti", "Ujang", "Asep", "Dewi", "Nani", "Cecep", "Euis", "Dadang", "Iis", "Yayan", "Rina", "Agus")
_LAST = ("Aminah", "Suryana", "Hidayat", "Maryati", "Kurnia", "Saepudin", "Rohaeti", "Permana", "Sopian", "Wulandari")
_DUSUN = ("Cikaret", "Babakan", "Pasir Angin", "Sukamaju")
_QUESTIONS = 55


def records(households: int, members: int, seed: int = 1) -> Iterator[tuple[RecordKind, RecordId, Document]]:
    """So many families with so many members each: about 1.5 kB a family and 0.3 kB a member."""
    chance = random.Random(seed)
    for number in range(households):
        family = _id(chance, number * 10)
        yield RecordKind.HOUSEHOLD, family, _household(chance, number)
        for place in range(members):
            yield RecordKind.MEMBER, _id(chance, number * 10 + place + 1), _member(chance, family, place)


def _id(chance: random.Random, number: int) -> RecordId:
    rest = f"{chance.getrandbits(72):018x}"
    return RecordId(f"019a{number // 65536:04x}-{number % 65536:04x}-7{rest[:3]}-9{rest[3:6]}-{rest[6:]}")


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _digits(chance: random.Random) -> str:
    return f"320301{chance.randrange(10**10):010d}"


def _household(chance: random.Random, number: int) -> Document:
    return {
        "head_name": _name(chance),
        "no_kk": _digits(chance),
        "no_kk_state": "ada",
        "dusun": chance.choice(_DUSUN),
        "rt": f"{number % 40:03d}",
        "rw": f"{number % 10:02d}",
        "address": f"Kampung {chance.choice(_LAST)} No. {chance.randrange(300)}",
        "origin": "prelist",
        "desil": chance.randrange(1, 5),
        "survey_state": chance.choice(("not_started", "draft", "complete")),
        "review": "draft",
        "form": "keluarga@2022.K",
        "answers": {f"pertanyaan_{place:03d}": str(chance.randrange(9)) for place in range(_QUESTIONS)},
    }


def _member(chance: random.Random, parent: RecordId, place: int) -> Document:
    return {
        "parent": parent,
        "position": place + 1,
        "name": _name(chance),
        "nik": _digits(chance),
        "nik_state": "ada",
        "sex": chance.choice("12"),
        "birth_date": f"{chance.randrange(1940, 2024)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
        "relation": str(min(place + 1, 4)),
        "presence": "1",
        "answers": {"p_kawin": "2", "p_sekolah": str(chance.randrange(9))},
    }
