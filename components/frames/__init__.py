"""What a page or a card stands in: the site, an embed, a preview, a feed; HTML before scripts."""
