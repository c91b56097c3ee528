"""Bundles at the district: taken in through the same exchange as the network's requests, and answered by a file."""

from kemiskinan_server.services.bundles.aside import AsideRefusal, accept, discard, sweep
from kemiskinan_server.services.bundles.devices import device_list
from kemiskinan_server.services.bundles.photos import PhotoAnswer, photo_answers, write_photo_answer
from kemiskinan_server.services.bundles.taking import ASIDE_FULL, TAKEN, BundleResult, place_of, take_bundle

__all__ = [
    "ASIDE_FULL",
    "TAKEN",
    "AsideRefusal",
    "BundleResult",
    "PhotoAnswer",
    "accept",
    "device_list",
    "discard",
    "photo_answers",
    "place_of",
    "sweep",
    "take_bundle",
    "write_photo_answer",
]
