"""Names of economies where there is little room: beside the lines of a plot, and in place of codes."""

from analysis.dataset import Dataset

_FITS = 18  # characters beside a plot


def line_labels(dataset: Dataset, lang: str) -> dict[str, str]:
    """Names beside lines, by ISO3 code: the publisher's own where it fits, else the short form."""
    longest = _FITS if lang == "en" else 0  # full Chinese names are long beside a line
    names, labels = dataset.names(lang), dataset.labels(lang)
    return {code: name if len(name) <= longest else labels[code] for code, name in names.items()}


def short_labels(dataset: Dataset, lang: str) -> dict[str, str]:
    """Names for where a code would stand, by ISO3 code: in English those that take no more room."""
    labels = dataset.labels(lang)
    return labels if lang == "zh" else {code: name for code, name in labels.items() if len(name) <= 7}
