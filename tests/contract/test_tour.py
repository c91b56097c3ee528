"""The whole job, short: first start, pre-list, survey, meeting, Berita Acara, lock, exchange, receipt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(420)
def test_the_tour_ends_with_laptop_and_district_equal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "trial", "--tour", "--out", str(tmp_path / "tour"), "--families", "2"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads((tmp_path / "tour" / "summary.json").read_text(encoding="utf-8"))
    assert summary["equal"]
    assert (summary["families_pulled"], summary["surveyed"], summary["decided"]) == (180, 2, 2)
    assert summary["laptop_records"] == summary["district_records"] > 900
    assert summary["receipts_verified"] >= 1
    assert len(summary["papers"]) == 3
