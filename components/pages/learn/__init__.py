"""Teaching: guess the line, and three lessons whose answers are computed."""
