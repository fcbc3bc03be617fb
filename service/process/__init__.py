"""The process around the site: lines of its log, and its metrics."""
