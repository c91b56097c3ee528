"""`python -m kemiskinan_server …`."""

from kemiskinan_server.cli import main

raise SystemExit(main())
