"""The contract: what is known, from where, in what shape."""
