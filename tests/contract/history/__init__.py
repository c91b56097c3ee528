"""The checker of SYNC 3.1 point 7: what a district's tables say happened, replayed and held against what they hold."""
