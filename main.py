"""Starts the desktop application; nothing else."""

import sys

from kemiskinan_domain.startup import leave_foreign_modules_out

if __name__ == "__main__":
    leave_foreign_modules_out()

from kemiskinan_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
