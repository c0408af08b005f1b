"""Replay: a recorded chat through the whole path with hands tied, the same bytes each time."""
