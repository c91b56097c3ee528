"""Many writers of one village: revisions stay dense, every change happens once, nothing is lost."""

from __future__ import annotations

import threading

from kemiskinan_domain.changes import decode_line
from tests.server.conftest import OTHER_VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household


def together(*jobs: threading.Thread) -> None:
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
        assert not job.is_alive()


def test_two_laptops_at_once_lose_nothing_and_leave_no_gap(enrol: Enrol, live_server: LiveServer) -> None:
    laptops = [enrol(), enrol(), enrol(OTHER_VILLAGE)]

    def work(laptop: Laptop, name: str) -> None:
        for number in range(15):
            laptop.sync(*(household(head_name=f"{name} {number}/{n}") for n in range(4)))

    together(*(threading.Thread(target=work, args=(laptop, str(n))) for n, laptop in enumerate(laptops)))

    for village, families in (("32.03.01.2001", 120), (OTHER_VILLAGE, 60)):
        revisions = live_server.rows("SELECT rev FROM record WHERE village = :v ORDER BY rev", v=village)
        assert [row["rev"] for row in revisions] == list(range(1, families + 1))
    names = {row["head_name"] for row in live_server.rows("SELECT head_name FROM household")}
    assert len(names) == 180


def test_a_reader_never_skips_a_revision_while_others_write(enrol: Enrol) -> None:
    writer, reader = enrol(), enrol()
    seen: list[int] = []

    def write() -> None:
        for number in range(25):
            writer.sync(household(head_name=str(number)))

    def read() -> None:
        while len(seen) < 25:
            seen.extend(line.rev for line in reader.post(reader.message()).lines)

    together(threading.Thread(target=write), threading.Thread(target=read))

    assert seen == list(range(1, 26))


def test_parallel_posts_of_one_batch_make_one_record(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(head_name="Siti")
    laptop.save(family)
    message = laptop.message()
    acknowledged: list[int] = []

    def post() -> None:
        reply = laptop.post(message, keep=False)
        assert reply.head is not None
        acknowledged.append(reply.head.ack.to)

    together(*(threading.Thread(target=post) for _ in range(8)))

    assert acknowledged == [1] * 8
    assert live_server.rows("SELECT count(*) AS n FROM history") == [{"n": 1}]
    line = str(live_server.rows("SELECT line FROM record")[0]["line"])
    assert decode_line(line).id == family.id
