"""The district's server: receives what villages propose, orders it, shows it."""
