"""Prerendering: the HTML of a page that is there before any script; Prerender is the seam to the rest."""
