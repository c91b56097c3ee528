"""Indicators of a family, for the eyes of the meeting."""

from kemiskinan_desktop.services.scoring.service import ScoringService

__all__ = ["ScoringService"]
