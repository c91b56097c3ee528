"""How long to wait after wrong passphrases; kept on the disk, so that a restart does not shorten it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from kemiskinan_desktop.storage.whole_files import write_whole

FREE_ATTEMPTS: Final = 3
LONGEST_WAIT: Final = timedelta(minutes=15)
_FIRST_WAIT: Final = timedelta(seconds=5)


class _Attempts(msgspec.Struct, frozen=True):
    wrong: int = 0
    last: str = ""


def wait_after(wrong: int) -> timedelta:
    """Nothing for the first three, then 5 s, doubled by each further one, at most 15 minutes."""
    beyond = wrong - FREE_ATTEMPTS
    return timedelta() if beyond <= 0 else min(_FIRST_WAIT * 2 ** min(beyond - 1, 16), LONGEST_WAIT)


class AttemptLog:
    """Wrong attempts by person, in a small file beside the slots; a broken one counts as none, never as a fault."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def seconds_left(self, person: str, now: datetime) -> int:
        """How long the person still has to wait; a clock that was set back costs the full wait, no more."""
        attempts = self._read().get(person, _Attempts())
        wait = wait_after(attempts.wrong)
        if not wait or not attempts.last:
            return 0
        left = wait - max(now - datetime.fromisoformat(attempts.last), timedelta())
        return max(0, -int(-left.total_seconds() // 1))

    def count_wrong(self, person: str, now: datetime) -> int:
        """Note a wrong attempt; answers how many seconds it costs."""
        known = self._read()
        wrong = known.get(person, _Attempts()).wrong + 1
        self._write({**known, person: _Attempts(wrong, now.isoformat())})
        return int(wait_after(wrong).total_seconds())

    def forget(self, person: str) -> None:
        """The person got in."""
        known = self._read()
        if known.pop(person, None) is not None:
            self._write(known)

    def _read(self) -> dict[str, _Attempts]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Attempts])
        except (FileNotFoundError, msgspec.MsgspecError):
            return {}

    def _write(self, attempts: dict[str, _Attempts]) -> None:
        try:
            write_whole(self._path, msgspec.json.encode(attempts))
        except OSError:
            # A full or protected disk must not keep a person out of the records; Argon2id still slows every guess.
            return
