"""HTML documents around pages and cards: routes, the site, embeds, previews, the first view without scripts."""
