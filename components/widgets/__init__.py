"""Widgets: controls, tables, blocks of text and other sections that several pages share."""
