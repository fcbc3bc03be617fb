"""Glossary: each term that a text links, with its definition, an example and where it is used."""
