"""Kirim & Terima: one button, what waits, what came, receipts and the log."""
