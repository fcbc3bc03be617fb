"""The forms in which a table is downloaded: CSV, JSON, a workbook, an archive with its notes."""
