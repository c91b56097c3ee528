"""Parts that every screen is built from; the kit knows no screen."""
