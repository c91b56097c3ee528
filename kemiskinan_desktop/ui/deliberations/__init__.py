"""Musyawarah: preparing a meeting, who came, what it decided on each family, and its minutes."""
