"""Poverty indicators that advise the Musyawarah Desa; nothing here ever decides."""
