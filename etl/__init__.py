"""From the world to the contract."""
