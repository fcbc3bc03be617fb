"""HTML documents around pages and cards: routes, site, embeds, previews, first view without scripts."""
