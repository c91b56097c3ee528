"""XPath 1.0 as questionnaires use it: read once, compiled to Python closures, evaluated over our own tree."""
