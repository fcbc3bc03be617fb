"""What a page or a card stands in: routes, the site, an embed, a preview; HTML before scripts."""
