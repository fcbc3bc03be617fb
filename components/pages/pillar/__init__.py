"""The page of a strategic pillar: is this aim visible in the data, and how far is the frontier?"""
