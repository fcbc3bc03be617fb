"""Dictionaries from a case to its whole text key: a search for a key finds the code that says the text."""


def by_last_part(*keys: str) -> dict[str, str]:
    """Return text keys by their last part: {"up": "why.answer.up", "down": "why.answer.down"}."""
    return {key.rpartition(".")[2]: key for key in keys}
