"""Cards, each of which answers one question; their pages, callbacks, caches and HTML."""
