"""The demo: a pretend community in the browser, moderated by the real bot."""
