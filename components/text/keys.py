"""Dictionaries from a case to its whole text key: a search for a key finds the code that says the text."""


def by_last_part(*keys: str, without: str = "") -> dict[str, str]:
    """Return text keys by their last part, without a prefix: {"up": "why.answer.up", ...}."""
    return {key.rpartition(".")[2].removeprefix(without): key for key in keys}
