"""Steps that bring an older file to the tables of this version."""
