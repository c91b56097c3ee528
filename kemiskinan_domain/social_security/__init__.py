"""Who should be covered by BPJS Ketenagakerjaan, what it costs, and whether the cover stands."""
