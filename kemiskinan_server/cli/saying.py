"""How commands speak: a line at a time, at once, so that another program can read them."""

from __future__ import annotations

import argparse
import sys
from typing import Final, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command adds itself."""

BY: Final = "cli"
"""Who did it, in the audit: somebody at the server itself."""


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
