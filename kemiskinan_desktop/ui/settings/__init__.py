"""Pengaturan: how the program looks, who works here, backups, and what this program is."""
