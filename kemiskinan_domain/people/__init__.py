"""Who works with the records, and on which side."""

from kemiskinan_domain.people.roles import Permission, Role, Side, permissions_of, side_of

__all__ = ["Permission", "Role", "Side", "permissions_of", "side_of"]
