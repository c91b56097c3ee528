"""The district's pages: server-made HTML without scripts, usable on a telephone."""
