"""From the contract to the pixel: theme, words, parts, figures and pages of the dashboard."""
