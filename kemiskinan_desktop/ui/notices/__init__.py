"""Pengumuman: what the district tells its villages."""
