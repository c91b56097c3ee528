"""Photos and papers that belong to a record: taken in, shown, removed."""

from kemiskinan_desktop.services.attachments.service import AttachmentService
from kemiskinan_desktop.services.attachments.values import (
    LARGEST_FILE,
    LONGEST_EDGE,
    AttachmentRefusal,
    AttachmentView,
    PhotoPosition,
    Purpose,
    thumbnail_in,
)

__all__ = [
    "LARGEST_FILE",
    "LONGEST_EDGE",
    "AttachmentRefusal",
    "AttachmentService",
    "AttachmentView",
    "PhotoPosition",
    "Purpose",
    "thumbnail_in",
]
