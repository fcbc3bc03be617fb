"""How far a rank depends on weights, on rounding, on missing data and on the choice of indicators."""
