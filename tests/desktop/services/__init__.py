"""Services of the laptop, over the real encrypted file."""
