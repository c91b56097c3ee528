"""Bundles at the district: taken in through the same exchange as the network's requests, and answered by a file."""

from kemiskinan_server.services.bundles.devices import device_list
from kemiskinan_server.services.bundles.taking import TAKEN, BundleResult, place_of, take_bundle

__all__ = ["TAKEN", "BundleResult", "device_list", "place_of", "take_bundle"]
