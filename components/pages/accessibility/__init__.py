"""Accessibility: what the site holds itself to, how that is tested, and what is known to fall short."""
