"""Bundles at the district: taken in through the same exchange as the network's requests, and answered by a file."""

from kemiskinan_server.services.bundles.devices import device_list
from kemiskinan_server.services.bundles.photos import PhotoAnswer, photo_answers, write_photo_answer
from kemiskinan_server.services.bundles.taking import TAKEN, BundleResult, place_of, take_bundle

__all__ = [
    "TAKEN",
    "BundleResult",
    "PhotoAnswer",
    "device_list",
    "photo_answers",
    "place_of",
    "take_bundle",
    "write_photo_answer",
]
