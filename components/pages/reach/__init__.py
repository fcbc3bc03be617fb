"""What would it take: the points between an economy and a rank, and where they could come from."""
