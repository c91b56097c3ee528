"""The window around the screens: rail, top bar, and the switching between screens."""
