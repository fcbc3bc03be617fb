"""Parts that pages are made of: cards, controls, tables, columns, badges."""
