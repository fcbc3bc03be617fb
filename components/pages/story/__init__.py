"""Story: the article's claim and what stands behind it, in steps."""
