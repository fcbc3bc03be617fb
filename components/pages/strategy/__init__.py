"""Strategic pillars: what open data show of the article's five aims, and what they cannot show."""
