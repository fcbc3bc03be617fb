"""Tables of cards: what a card shows for a choice, as readers take it away; others stand by their method."""
