"""The frames of cards: what a card shows for a choice, as readers take it away, in one module a page."""
