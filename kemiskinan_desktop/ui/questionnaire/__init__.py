"""Kuesioner: one family's questions, typed heads down, saved at every answer."""
