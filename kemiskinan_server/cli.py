"""The district's commands: `python -m kemiskinan_server --help`."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.identity import Regions
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem
from kemiskinan_server.app import Parts, open_parts, serve
from kemiskinan_server.services import accounts, enrolment, villages
from kemiskinan_server.settings import DEFAULT_PORT, BadSettingError, Settings, settings_from

_BY = "cli"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 where it was done, 1 where it was refused."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = _settings(chosen)
    except BadSettingError as error:
        _say(f"Pengaturan {error.name} tidak dapat dipakai.")
        return 1
    if chosen.command == "serve":
        serve(settings, lambda address: _say(f"LISTENING {address}"))
        return 0
    parts = open_parts(settings)
    try:
        return int(chosen.run(parts, chosen))
    finally:
        parts.close()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _settings(chosen: argparse.Namespace) -> Settings:
    return settings_from(
        os.environ,
        data_dir=chosen.data_dir,
        database_url=chosen.database_url,
        host=getattr(chosen, "host", None),
        port=getattr(chosen, "port", None),
        public_url=getattr(chosen, "public_url", None),
        regions_file=chosen.regions,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kemiskinan_server", description="Server kabupaten")
    parser.add_argument("--data-dir", type=Path, help="tempat kunci server dan basis data bawaan")
    parser.add_argument("--database-url", help="alamat PostgreSQL; tanpa ini dipakai basis data bawaan")
    parser.add_argument("--regions", type=Path, help="daftar wilayah (CSV: code,parent,level,name)")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", help="jalankan server")
    run.add_argument("--host")
    run.add_argument("--port", type=int, help=f"bawaan {DEFAULT_PORT}; 0 = dipilihkan")
    run.add_argument("--public-url", help="alamat yang dipakai orang dan laptop")
    commands.add_parser("migrate", help="siapkan tabel basis data").set_defaults(run=_migrate)
    _add_village_command(commands)
    _add_people_commands(commands)
    return parser


def _add_village_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = commands.add_parser("add-village", help="daftarkan desa menurut daftar wilayah")
    add.add_argument("code", nargs="+", help="kode desa, misalnya 32.03.01.2001")
    add.add_argument("--training", action="store_true", help="desa untuk latihan")
    add.set_defaults(run=_add_village)
    epoch = commands.add_parser("new-epoch", help="setelah pemulihan cadangan: minta laptop mengirim ulang")
    epoch.add_argument("village")
    epoch.set_defaults(run=_new_epoch)


def _add_people_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
    admin.add_argument("--role", choices=[Role.ADMINISTRATOR, Role.REVIEWER], type=Role, default=Role.ADMINISTRATOR)
    admin.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari masukan baku")
    admin.set_defaults(run=_create_admin)


def _migrate(_: Parts, __: argparse.Namespace) -> int:
    _say("Tabel basis data siap.")
    return 0


def _add_village(parts: Parts, chosen: argparse.Namespace) -> int:
    regions = Regions.from_file(parts.context.settings.regions_file or villages.shipped_regions())
    failed = 0
    for code in chosen.code:
        place = villages.find_place(regions, code)
        if isinstance(place, villages.VillageRefusal):
            failed += _refuse_village(code, place)
            continue
        with parts.context.database.unit_of_work() as unit:
            added = villages.add_village(unit, place, _BY, system_clock(), training=chosen.training)
            unit.commit()
        if isinstance(added, villages.VillageRefusal):
            failed += _refuse_village(code, added)
        else:
            _say(f"{added.code} {added.name}, Kecamatan {added.subdistrict}: terdaftar.")
    return 1 if failed else 0


def _refuse_village(code: str, why: villages.VillageRefusal) -> int:
    words = {
        villages.VillageRefusal.NOT_A_VILLAGE_CODE: "bukan kode desa.",
        villages.VillageRefusal.NOT_IN_THE_LIST: "tidak ada di daftar wilayah.",
        villages.VillageRefusal.ALREADY_THERE: "sudah terdaftar.",
    }
    _say(f"{code}: {words[why]}")
    return 0 if why is villages.VillageRefusal.ALREADY_THERE else 1


def _new_epoch(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        done = villages.start_epoch(unit, VillageCode(chosen.village), _BY, system_clock())
        unit.commit()
    _say("Laptop desa akan mengirim ulang." if done else "Desa belum terdaftar.")
    return 0 if done else 1


def _enrolment_code(parts: Parts, chosen: argparse.Namespace) -> int:
    wanted = enrolment.NewCode(
        VillageCode(chosen.village), Role(chosen.role), chosen.person, timedelta(days=chosen.days)
    )
    with parts.context.database.unit_of_work() as unit:
        code = enrolment.hand_out_code(unit, parts.context.keys, wanted, _BY, system_clock())
        unit.commit()
    if isinstance(code, Problem):
        _say("Desa belum terdaftar. Daftarkan dengan perintah add-village.")
        return 1
    _say(code)
    return 0


def _revoke(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        done = enrolment.revoke(unit, chosen.client, _BY, system_clock())
        unit.commit()
    _say("Izin laptop dicabut." if done else "Laptop tidak dikenal.")
    return 0 if done else 1


def _create_admin(parts: Parts, chosen: argparse.Namespace) -> int:
    password = sys.stdin.readline().rstrip("\n") if chosen.password_stdin else getpass.getpass("Kata sandi: ")
    with parts.context.database.unit_of_work() as unit:
        made = accounts.save_account(
            unit, chosen.name, password, Role(chosen.role), full_name=chosen.full_name, now=system_clock()
        )
        unit.commit()
    if made is accounts.AccountRefusal.PASSWORD_TOO_SHORT:
        _say(f"Kata sandi harus paling sedikit {accounts.SHORTEST_PASSWORD} huruf.")
        return 1
    _say(f"Akun {chosen.name} siap.")
    return 0
