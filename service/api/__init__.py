"""The programming interface at /api/v1: JSON and CSV of what the dashboard shows, for scripts."""
