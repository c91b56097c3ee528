"""A village's desk of the tests: the product's own file and engine, enrolled at a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kemiskinan_desktop.storage import Enrolment, Store, new_database_key
from kemiskinan_desktop.sync import District, SyncEngine, SyncReport, enrol, new_device_key, plan
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.wire import EnrolmentReply
from tests.desktop.sync.laptops import Laptop


def through(address: str, laptop: Laptop) -> SyncReport:
    """An exchange over a line of its own, which begins with asking for a token."""
    line = District(address, "test")
    try:
        return SyncEngine(laptop.store, line, system_clock).run()
    finally:
        line.close()


def pages_that_never_grow(
    self: plan.Sizes, push: int = 16_384, page: int = 500, packing: float = 5.0, changes: int = 10_000
) -> None:
    """In the place of `Sizes.__init__`: a village's file has to do the work."""
    for name, value in (("push", push), ("page", 500), ("packing", packing), ("changes", changes)):
        object.__setattr__(self, name, value)


@contextmanager
def desk(folder: Path, address: str, code: str) -> Iterator[Laptop]:
    """A laptop that the server took in with that code."""
    folder.mkdir(parents=True, exist_ok=True)
    district, key = District(address, "test"), new_device_key()
    reply = enrol(district, code, key, device_name="Laptop Desa", app_version="test")
    assert isinstance(reply, EnrolmentReply)
    store = Store.create(folder / "desa.db", new_database_key())
    try:
        with store.unit() as unit:
            unit.meta.write(
                Enrolment(
                    client=reply.client,
                    device=reply.client,
                    village=reply.village,
                    village_name=reply.village_name,
                    subdistrict_name=reply.subdistrict_name,
                    district_name=reply.district_name,
                    server_url=address,
                    server_key=reply.server_key,
                    private_key=key.private,
                    training=reply.training,
                )
            )
            unit.commit()
        yield Laptop(store, district)
    finally:
        district.close()
        store.close()
