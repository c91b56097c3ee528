"""Beranda: where the village stands in its year, and what to do next."""
