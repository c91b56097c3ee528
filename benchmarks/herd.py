"""The evening of a deadline: a district's laptops send in the same minute, over HTTP to the product's server.

python -m benchmarks.herd [--laptops 360] [--edits 50] [--seconds 60] [--workers 1]

Each laptop wants to send at a moment of its own within those seconds (0: all at once), with a token of its own and
frozen changes, and obeys `Retry-After`. Afterwards every change is looked for in the district's database. JSON lines.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import text

from benchmarks.district import RunningDistrict, process_that_listens, running_district, village_code
from benchmarks.district_seed import fill_village
from benchmarks.light_laptop import LightLaptop, Sent
from benchmarks.processor import seconds_of
from benchmarks.village import records
from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync import District, new_device_key
from kemiskinan_domain.changes import GENESIS
from kemiskinan_domain.people import Role, Side
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from kemiskinan_server.storage.values import Client

_BUDGET: Final = 10.0


def main() -> None:
    """Seed, let them all send, and look for what they sent."""
    options = argparse.ArgumentParser(prog="benchmarks.herd")
    for name, default in (("laptops", 360), ("edits", 50), ("seconds", 60), ("workers", 1)):
        options.add_argument(f"--{name}", type=int, default=default)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="kemiskinan-bench-") as name:
        folder = Path(name)
        with running_district(folder, asked.laptops) as running, _workers(running, asked.workers) as addresses:
            began = time.perf_counter()
            laptops = [
                seeded_laptop(running, number, asked.edits, addresses[number % len(addresses)])
                for number in range(asked.laptops)
            ]
            _say("seed", laptops=asked.laptops, seconds=time.perf_counter() - began)
            before = _processor(folder)
            wall, sent = send_all(laptops, asked.seconds)
            after = _processor(folder)
            spent = {f"cpu_{name}_s": after[name] - before[name] for name in before}
            lost, doubled = found_again(running, laptops)
            _tell(sent, laptops=asked.laptops, edits=asked.edits, workers=asked.workers, wall_s=wall, **spent)
            _say("herd.proof", changes=asked.laptops * asked.edits, lost=lost, doubled=doubled)


def seeded_laptop(running: RunningDistrict, number: int, edits: int, address: str) -> LightLaptop:
    """A laptop of the village with that number, which has pulled its families and changed one field of each."""
    code, key = village_code(number), new_device_key()
    family_records = list(records(edits, 0, seed=number))
    context, client = running.parts.context, new_record_id()
    with context.database.unit_of_work() as unit:
        cursor = fill_village(unit, code, family_records)
        known = Client(client, code, Side.VILLAGE, Role.SECRETARY, "", key.public, 0, GENESIS, revoked=False)
        unit.ledger.add_client(known, context.clock())
        village = unit.villages.get(code)
        assert village is not None
        unit.commit()
    laptop = LightLaptop(
        District(address, "benchmark"),
        Enrolment(client, client, code, server_key=context.keys.public, private_key=key.private),
        epoch=village.epoch,
        cursor=cursor,
    )
    for kind, record, document in family_records:
        assert kind is RecordKind.HOUSEHOLD
        laptop.edit(kind, RecordId(record), {"address": [document["address"], f"Kampung Baru No. {number}"]})
    return laptop


def send_all(laptops: list[LightLaptop], seconds: float) -> tuple[float, list[Sent]]:
    """Seconds until all were done, and what each of them met."""
    done: list[Sent] = []
    chance = random.Random(7)

    def one(laptop: LightLaptop, moment: float) -> None:
        time.sleep(moment)
        done.append(laptop.send())
        laptop.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=one, args=(each, chance.uniform(0, seconds))) for each in laptops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, done


def found_again(running: RunningDistrict, laptops: list[LightLaptop]) -> tuple[int, int]:
    """How many changes are not in the district's history, and how many are there more than once."""
    statement = text("SELECT body FROM history WHERE village = :village AND client = :client ORDER BY mid")
    lost = doubled = 0
    with running.parts.context.database.engine.connect() as connection:
        for laptop in laptops:
            enrolment = laptop.enrolment
            asked = {"village": enrolment.village, "client": enrolment.client}
            there = Counter(bytes(row.body) for row in connection.execute(statement, asked))
            here = Counter(laptop.bodies)
            lost += (here - there).total()
            doubled += (there - here).total()
    return lost, doubled


@contextmanager
def _workers(running: RunningDistrict, count: int) -> Iterator[list[str]]:
    """So many server processes over the same database, the one that runs already among them."""
    url = running.database.render_as_string(hide_password=False)
    folder = str(running.parts.context.settings.data_dir)
    arguments = ["--data-dir", folder, "--database-url", url, "serve", "--port", "0"]
    with ExitStack() as stack:
        more = [stack.enter_context(process_that_listens("kemiskinan_server", *arguments)) for _ in range(count - 1)]
        yield [running.address, *more]


def _processor(folder: Path) -> dict[str, float]:
    """Processor seconds up to now of clients (this process), server and PostgreSQL; 0 where nobody tells."""
    return {
        "clients": time.process_time(),
        "server": seconds_of(f"{folder}/server") or 0.0,
        "postgres": seconds_of(f"{folder}/pg") or 0.0,
    }


def _tell(sent: list[Sent], **figures: float) -> None:
    times = sorted(one.seconds for one in sent if one.acknowledged)
    p95 = _at(times, 0.95)
    _say(
        "herd",
        **figures,
        acknowledged=len(times),
        p50_s=_at(times, 0.5),
        p95_s=p95,
        p99_s=_at(times, 0.99),
        most_s=_at(times, 1.0),
        requests=sum(one.requests for one in sent),
        busy=sum(one.busy for one in sent),
        errors=Counter(error for one in sent for error in one.errors),
        budget_p95_s=_BUDGET,
        within=p95 <= _BUDGET and len(times) == len(sent),
    )


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else float("inf")


def _say(name: str, **figures: object) -> None:
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({"benchmark": name, **rounded}), flush=True)


if __name__ == "__main__":
    main()
