"""Laporan: counts by place and decile, bars, and the files made from them."""
