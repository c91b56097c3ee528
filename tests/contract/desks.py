"""A village's desk of the tests: the product's own file and engine, enrolled at a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kemiskinan_desktop.storage import Enrolment, Store, new_database_key
from kemiskinan_desktop.sync import District, enrol, new_device_key
from kemiskinan_domain.wire import EnrolmentReply
from tests.desktop.sync.laptops import Laptop


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
