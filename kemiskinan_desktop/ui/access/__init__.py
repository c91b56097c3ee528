"""Before the village's file is open: first start, unlock, recovery."""
