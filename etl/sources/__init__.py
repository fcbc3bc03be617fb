"""One source a module: its bytes parsed to typed rows."""
