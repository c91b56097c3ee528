"""The screen Pekerja."""
