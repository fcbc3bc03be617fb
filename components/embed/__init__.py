"""Embeds: one figure of a page in a document of its own, which other sites may show in a frame."""
