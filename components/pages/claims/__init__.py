"""Claims: what the article says and asks for, with what was tested, the figures and a verdict by rule."""
