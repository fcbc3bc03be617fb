"""The Overview: trajectory, strategic pillars, evidence."""
