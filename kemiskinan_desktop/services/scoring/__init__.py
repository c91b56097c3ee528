"""Indicators of a family, for the eyes of the meeting."""
