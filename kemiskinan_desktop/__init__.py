"""The village secretary's application."""
