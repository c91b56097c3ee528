"""`python -m kemiskinan_server …`."""

from kemiskinan_domain.startup import leave_foreign_modules_out

leave_foreign_modules_out()

from kemiskinan_server.cli import main  # noqa: E402 - it imports whatever the search path offers

raise SystemExit(main())
