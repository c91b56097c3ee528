"""Commands about villages, laptops and the district's people."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import timedelta

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.identity import Regions
from kemiskinan_domain.people import Role, Side, read_area, side_of
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, say
from kemiskinan_server.services import accounts, enrolment, villages
from kemiskinan_server.services.scopes import start_scope_epochs

DISTRICT_ROLES = [role for role in Role if side_of(role) is Side.DISTRICT]


def add_village_commands(commands: Commands) -> None:
    """`add-village`, `new-epoch`."""
    add = commands.add_parser("add-village", help="daftarkan desa menurut daftar wilayah")
    add.add_argument("code", nargs="+", help="kode desa, misalnya 32.03.01.2001")
    add.add_argument("--training", action="store_true", help="desa untuk latihan")
    add.set_defaults(run=_add_village)
    epoch = commands.add_parser("new-epoch", help="setelah pemulihan cadangan: minta laptop mengirim ulang")
    epoch.add_argument("village", nargs="*")
    epoch.add_argument("--all", action="store_true", help="semua desa")
    epoch.set_defaults(run=_new_epoch)


def add_people_commands(commands: Commands) -> None:
    """`enrolment-code`, `revoke-device`, `create-admin`."""
    code = commands.add_parser("enrolment-code", help="buat kode pendaftaran laptop desa")
    code.add_argument("--village", required=True)
    code.add_argument("--role", choices=[Role.SECRETARY.value, Role.OPERATOR.value], default=Role.SECRETARY.value)
    code.add_argument("--person", default="", help="nama pemakai laptop")
    code.add_argument("--days", type=int, default=enrolment.CODE_LIFE.days, help="berlaku berapa hari")
    code.set_defaults(run=_enrolment_code)
    revoke = commands.add_parser("revoke-device", help="cabut izin satu laptop")
    revoke.add_argument("client")
    revoke.set_defaults(run=_revoke)
    admin = commands.add_parser("create-admin", help="buat akun petugas kabupaten")
    admin.add_argument("name")
    admin.add_argument("--full-name", default="")
    admin.add_argument("--role", choices=DISTRICT_ROLES, type=Role, default=Role.ADMINISTRATOR)
    admin.add_argument("--area", action="append", default=[], help="kode kecamatan atau desa; bawaan: sekabupaten")
    admin.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari masukan baku")
    admin.set_defaults(run=_create_admin)


def _add_village(parts: Parts, chosen: argparse.Namespace) -> int:
    regions = Regions.from_file(parts.context.settings.regions_file or villages.shipped_regions())
    failed = 0
    for code in chosen.code:
        place = villages.find_place(regions, code)
        if isinstance(place, villages.VillageRefusal):
            failed += _refuse_village(code, place)
            continue
        with parts.context.database.unit_of_work() as unit:
            added = villages.add_village(unit, place, BY, system_clock(), training=chosen.training)
            unit.commit()
        if isinstance(added, villages.VillageRefusal):
            failed += _refuse_village(code, added)
        else:
            say(f"{added.code} {added.name}, Kecamatan {added.subdistrict}: terdaftar.")
    return 1 if failed else 0


def _refuse_village(code: str, why: villages.VillageRefusal) -> int:
    words = {
        villages.VillageRefusal.NOT_A_VILLAGE_CODE: "bukan kode desa.",
        villages.VillageRefusal.NOT_IN_THE_LIST: "tidak ada di daftar wilayah.",
        villages.VillageRefusal.ALREADY_THERE: "sudah terdaftar.",
    }
    say(f"{code}: {words[why]}")
    return 0 if why is villages.VillageRefusal.ALREADY_THERE else 1


def _new_epoch(parts: Parts, chosen: argparse.Namespace) -> int:
    wanted = [VillageCode(code) for code in chosen.village]
    with parts.context.database.unit_of_work() as unit:
        if chosen.all:
            wanted = [village.code for village in unit.villages.all()]
            start_scope_epochs(unit, BY, system_clock())
        unknown = [code for code in wanted if not villages.start_epoch(unit, code, BY, system_clock())]
        unit.commit()
    for code in unknown:
        say(f"{code}: desa belum terdaftar.")
    begun = len(wanted) - len(unknown)
    say(f"Laptop {begun} desa akan mengirim ulang.")
    return 0 if begun and not unknown else 1


def _enrolment_code(parts: Parts, chosen: argparse.Namespace) -> int:
    wanted = enrolment.NewCode(
        VillageCode(chosen.village), Role(chosen.role), chosen.person, timedelta(days=chosen.days)
    )
    with parts.context.database.unit_of_work() as unit:
        code = enrolment.hand_out_code(unit, parts.context.keys, wanted, BY, system_clock())
        unit.commit()
    if isinstance(code, Problem):
        say("Desa belum terdaftar. Daftarkan dengan perintah add-village.")
        return 1
    say(code)
    return 0


def _revoke(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        done = enrolment.revoke(unit, chosen.client, BY, system_clock())
        unit.commit()
    say("Izin laptop dicabut." if done else "Laptop tidak dikenal.")
    return 0 if done else 1


def _create_admin(parts: Parts, chosen: argparse.Namespace) -> int:
    password = sys.stdin.readline().rstrip("\n") if chosen.password_stdin else getpass.getpass("Kata sandi: ")
    area = read_area(chosen.area)
    if isinstance(area, str):
        say(f"{area} bukan kode wilayah.")
        return 1
    with parts.context.database.unit_of_work() as unit:
        made = accounts.save_account(
            unit, chosen.name, password, Role(chosen.role), full_name=chosen.full_name, now=system_clock(), area=area
        )
        unit.commit()
    if made is accounts.AccountRefusal.PASSWORD_TOO_SHORT:
        say(f"Kata sandi harus paling sedikit {accounts.SHORTEST_PASSWORD} huruf.")
        return 1
    say(f"Akun {chosen.name} siap.")
    return 0
