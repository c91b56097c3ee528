"""Who works with the records, and on which side."""

from kemiskinan_domain.people.areas import WHOLE_DISTRICT, Area, read_area
from kemiskinan_domain.people.roles import Permission, Role, Side, permissions_of, side_of

__all__ = ["WHOLE_DISTRICT", "Area", "Permission", "Role", "Side", "permissions_of", "read_area", "side_of"]
