"""The process around the site: lines of its log, metrics, and the worker that gunicorn runs it in."""
