"""Compare: who is similar, who is ahead, and on what."""
