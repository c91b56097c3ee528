"""Perbedaan: two values that met in one field, and the person's choice between them."""
