"""The workers of chosen families and their cover."""
