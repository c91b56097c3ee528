"""`python -m kemiskinan_domain.survey check FILE …`: looks over forms; ends with 1 where one cannot run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kemiskinan_domain.survey.lint import check_form


def main(arguments: list[str] | None = None) -> int:
    """Prints one line a finding and answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kemiskinan_domain.survey")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="look over forms")
    check.add_argument("files", nargs="+", type=Path)
    wrong = False
    for path in parser.parse_args(arguments).files:
        findings = check_form(path)
        wrong = wrong or any(finding.error for finding in findings)
        for finding in findings:
            sys.stdout.write(f"{path}: {finding}\n")
        if not findings:
            sys.stdout.write(f"{path}: nothing to mend\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
