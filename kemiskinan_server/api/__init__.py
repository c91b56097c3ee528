"""The HTTP face towards laptops (SYNC 2.3): a route takes a message, asks a service, returns a message."""
