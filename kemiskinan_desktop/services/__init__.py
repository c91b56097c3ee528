"""What a screen may ask for; no Qt here."""
