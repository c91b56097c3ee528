"""Photographs, scans and proofs that belong to a record."""
