"""Keluarga: the list of families, a preview beside it, and proposals of the village."""
