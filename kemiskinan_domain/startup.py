"""What a program of ours does before it imports anything: other programs' modules stay out."""

import os
import sys


def leave_foreign_modules_out() -> None:
    """Take the folders of PYTHONPATH off the search path, where another program's `json.py` may lie (anki#4523).

    Our own folder stays, however it came in. Only what Python has in itself may be used here: any other module could
    be the foreign one.
    """
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib may be foreign
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    foreign = {os.path.abspath(name) for name in named if name} - {own}  # noqa: PTH100
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) not in foreign]  # noqa: PTH100
