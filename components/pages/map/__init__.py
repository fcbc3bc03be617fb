"""Map: every economy of an edition as one square, in the colour of its step."""
