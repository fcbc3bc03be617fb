"""Cards: one question each, which draw themselves; what pages, callbacks and caches make of them."""
