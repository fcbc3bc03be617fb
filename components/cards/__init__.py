"""Cards: one question each, which draw themselves; pages, callbacks, caches and HTML of them."""
