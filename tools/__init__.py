"""Programs for whoever builds the project."""
