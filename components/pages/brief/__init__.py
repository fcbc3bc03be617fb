"""Brief: one economy on two printed pages."""
