"""Official targets: each with both verdicts and the values behind them, and the story of R&D over GDP."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import terms
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.targets import STORY, VINTAGES, Choice, listed, rd_story, rd_targets, target_series

_FILTERS = ("aim", "document", "verdict", "evidence")
OF_VERDICT = (
    *("verdict", "basis", "actual", "actual_year", "part", "stage"),
    *("reached", "reached_exact", "unmet_year", "unmet", "short", "weak"),
)

_OF_GOAL = {"value": "target_value", "short_first": "short"}


def targets(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return one row for each target, with what it says and what became of it in both vintages."""
    documents = dataset.table("target_documents").set_index("document")
    rows = pd.DataFrame(
        {
            "target": frame["target"],
            "economy": CHINA,
            "name": dataset.names(lang)[CHINA],
            "document": frame["document"],
            "document_name": frame["document"].map(documents[f"name_{written(lang)}"]),
            "also_in": frame["also"],
            "measure": frame["measure"],
            "measure_name": frame[f"name_{written(lang)}"],
            "measure_unit": frame[f"unit_{written(lang)}"],
            "unit": [_unit(row, dataset, lang) for row in frame.to_dict("records")],
            "comparison": frame["comparison"],
            "base": frame["base"],
            "base_year": frame["base_year"].astype("Int64"),
            "target_value": frame["value"],
            "due_year": frame["year"],
            "pillar": frame["pillar"].where(frame["pillar"] > 0).astype("Int64"),
        }
    )
    for vintage in VINTAGES:
        for name in OF_VERDICT:
            rows[f"{name}_{vintage}"] = frame[f"{name}_{vintage}"]
        rows[f"values_{vintage}"] = [_values(dataset, measure, vintage) for measure in frame["measure"]]
    for name in ("definition", "doubt", "note"):
        rows[name] = frame[f"{name}_{written(lang)}"]
    rows["quotation"] = frame["quotation_zh"]
    rows["translation"] = frame["quotation_en"]
    rows["independent_sources"] = frame["independent"]
    rows["confidence"] = frame["confidence"]
    rows["counted_by"] = frame[f"counted_by_{written(lang)}"]
    rows["own_count"] = frame["own_count"]
    rows["cited"] = frame["cited"]
    rows["source"] = frame["sources"]
    return terms(rows, dataset, "vintage", "publisher", "licence")


def _unit(row: Mapping[Any, Any], dataset: Dataset, lang: str) -> str:
    """Return the unit of what is compared: of growth and multiples their own, else that of the measure."""
    phrase = {"growth": "percent_a_year", "multiple": "times_base"}.get(str(row["comparison"]).split("_")[0])
    if not phrase:
        return str(row[f"unit_{written(lang)}"])
    return dataset.catalog.phrases[phrase].get(lang).format(base=int(row["base_year"]))


def _values(dataset: Dataset, measure: str, vintage: str) -> str:
    """Write the values of a measure by year as one text: 2010 1.76; 2011 1.84."""
    line = target_series(dataset, measure, vintage)
    return "; ".join(f"{year} {value:g}" for year, value in zip(line.index, line["value"], strict=True))


def research(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return R&D over GDP of China by year in both vintages, with the target that was due in the year."""
    due = rd_targets(dataset).set_index("year")
    rows = frame.rename(columns={"first": "first_published", "stage_first": "stage"})
    rows.insert(0, "economy", CHINA)
    rows.insert(1, "name", dataset.names(lang)[CHINA])
    for name in ("target", "value", "short_first", "reached_first", "reached_revised"):
        rows[_OF_GOAL.get(name, name)] = rows["year"].map(due[name])
    measures = dataset.table("target_measures").set_index("measure")
    rows["unit"] = str(measures.at[STORY, f"unit_{written(lang)}"])
    return terms(rows, dataset, "vintage", "publisher", "licence")


def written(lang: str) -> str:
    """Return the language of the columns that hold words in English and Chinese."""
    return "zh" if lang == "zh" else "en"


TARGETS = Table("targets", "official-targets", listed, targets, Choice, ("figures",), _FILTERS)
RESEARCH = Table("targets-rd", "rd-over-gdp-targets", lambda dataset, _: rd_story(dataset), research)
