"""A district with a made-up village on this machine, for `dev.py run`, and the tour that plays the whole job."""
