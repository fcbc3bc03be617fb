"""Parts that pages are made of: figure card, pickers, rows, tables, badges."""
