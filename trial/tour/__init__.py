"""Plays the whole job through the real windows, and leaves pictures, papers and a summary."""

from trial.tour.playing import play

__all__ = ["play"]
