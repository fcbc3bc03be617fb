"""About: what the site is and is not, whose the figures are, how to cite it and how to report an error."""
