"""What the data show of the article: its pillars, its claims, official targets, productivity."""
