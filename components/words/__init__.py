"""How anything is written: texts of both languages, numbers, formats, and the view that speaks them."""
