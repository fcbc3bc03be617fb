"""Licences in the words of a language: names of Creative Commons stay, what is said of others has words."""

import re

import pandas as pd

from analysis.provenance import NOT_STATED
from components.text import Words

NAME = re.compile(r"CC [A-Z-]+ \d\.\d( IGO)?")


def licence(stated: object, say: Words) -> str:
    """Return a licence as the catalog states it in the words of a language; a blank is "not stated".

    A licence that a refresh brings before there are words for it stays as it is stated.
    """
    text = NOT_STATED if pd.isna(stated) or not stated else str(stated)  # type: ignore[call-overload]
    key = f"licence.{text}"
    return text if NAME.fullmatch(text) or not say.has(key) else say(key)
