"""Views of "Why it moved" that between them say every sentence of the page."""

_KEYS = ("economy", "from", "to", "detail", "pillar", "split")
_VIEWS = """
CHN 2012 2022 pillars P1 relative
CHN 2011 2012 pillars P2 plain
CHN 2010 2016 indicators P6 plain
CHN 2019 2022 indicators P4 plain
CHN 2011 2017 indicators P7 relative
CHN 2012 2015 subpillars P4 plain
CHN 2011 2014 indicators P4 plain
CHN 2021 2024 subpillars P1 relative
CHN 2011 2024 pillars P7 plain
KOR 2011 2013 subpillars P4 relative
CHN 2011 2019 subpillars P2 relative
KOR 2021 2024 subpillars P2 relative
KOR 2011 2024 pillars P1 plain
CHN 2022 2023 pillars P3 relative
CHN 2011 2016 subpillars P6 plain
CHN 2020 2023 indicators P3 plain
CHN 2022 2024 subpillars P4 plain
CHN 2013 2016 indicators P3 relative
YEM 2012 2014 pillars P7 relative
CHN 2019 2020 pillars P2 plain
CHE 2011 2012 pillars P5 plain
CHN 2013 2022 indicators P2 relative
CHN 2012 2022 indicators GII relative
CHN 2012 2022 indicators GII plain
AUS 2015 2022 indicators GII relative
AUS 2015 2022 indicators GII plain
CAN 2011 2025 pillars P1 plain
CHN 2019 2021 pillars P1 relative
CHN 2015 2017 subpillars GII plain
KOR 2011 2013 subindices GII relative
LUX 2017 2024 indicators GII relative
LUX 2014 2024 indicators GII plain
NER 2013 2025 pillars GII relative
NPL 2020 2023 pillars GII plain
BRN 2018 2019 subpillars GII plain
KOR 2011 2022 indicators GII plain
"""

QUERIES: tuple[dict[str, str], ...] = tuple(
    dict(zip(_KEYS, line.split(), strict=True)) for line in _VIEWS.strip().splitlines()
)
