"""The commands of python -m etl, one module a concern; what is slow to import is imported by the command."""
