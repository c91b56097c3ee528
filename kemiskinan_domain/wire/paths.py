"""Endpoint paths of SYNC 2.3, in one place for both sides."""

from __future__ import annotations

from typing import Final


class Paths:
    """Paths under the server's address."""

    ENROLL: Final = "/v1/enroll"
    TOKEN: Final = "/v1/token"  # noqa: S105 - a path, no secret
    SYNC: Final = "/v1/villages/{village}/sync"
    SNAPSHOT: Final = "/v1/villages/{village}/snapshot"
    FORM: Final = "/v1/forms/{form}/{version}"
    FORMS: Final = "/v1/forms"
    LEDGER: Final = "/v1/clients/{client}/ledger"
    BUNDLES: Final = "/v1/bundles"
    DEVICES: Final = "/v1/villages/{village}/devices"
    HEALTH: Final = "/v1/health"

    @staticmethod
    def sync(village: str) -> str:
        """Push and pull of one village in one round trip."""
        return Paths.SYNC.format(village=village)

    @staticmethod
    def snapshot(village: str) -> str:
        """The whole feed of one village as one file."""
        return Paths.SNAPSHOT.format(village=village)

    @staticmethod
    def form(form: str, version: str) -> str:
        """One immutable compiled questionnaire."""
        return Paths.FORM.format(form=form, version=version)

    @staticmethod
    def forms_of(village: str) -> str:
        """The questionnaires that a village is to use."""
        return f"{Paths.FORMS}?village={village}"

    @staticmethod
    def ledger(client: str) -> str:
        """The (number, chain value) list of a device, for a laptop restored from a backup."""
        return Paths.LEDGER.format(client=client)

    @staticmethod
    def devices(village: str) -> str:
        """The laptops of a village, as the district vouches for them."""
        return Paths.DEVICES.format(village=village)
