"""From the world to the contract."""

import os

# What tables have freed goes back to the system: a seventh of the memory of a refresh.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
