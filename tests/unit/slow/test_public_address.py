"""Full addresses begin with PUBLIC_URL, or there are none: never with what a client calls the host."""

import json
import re
from html import unescape

from flask.testing import FlaskClient

from service.addresses import SECURITY
from tests.unit.asking import SITE

EVIL = "evil.example"
PATHS = (
    *("/", "/en/", "/zh/about", "/en/data/api", "/en/nowhere", "/embed/trajectory?lang=en"),
    *("/download/trajectory.json?lang=en", "/download/trajectory/rows.json", "/download/trajectory.csv"),
    *("/api/v1", "/api/v1/openapi.json", "/api/v1/scores?limit=1", "/api/v1/nowhere", "/healthz", "/readyz"),
    *("/robots.txt", "/sitemap.xml"),
    f"/oembed?url=http://{EVIL}/en/",
)


def test_no_answer_repeats_the_host_that_a_client_names(reader: FlaskClient) -> None:
    proxy = {"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https"}
    for path in PATHS:
        answer = reader.get(path, headers={"Host": EVIL, "Accept-Encoding": "identity", **proxy})
        assert answer.status_code in (200, 302, 404), path
        assert EVIL not in str(answer.headers), path
        assert EVIL.encode() not in answer.get_data(), path


def test_what_is_given_to_others_begins_with_the_public_address(public: FlaskClient) -> None:
    made = public.get("/download/trajectory.json?lang=en").get_json()
    assert made["address"].startswith(f"{SITE}/download/trajectory.xlsx?")
    assert f"{SITE}/download/trajectory.xlsx?" in json.dumps(made["citation"])
    assert public.get("/api/v1/openapi.json").get_json()["servers"] == [{"url": SITE}]
    shown = public.get("/embed/trajectory?lang=zh&show=score").get_data(as_text=True)
    assert f'rel="canonical" href="{SITE}/zh/?show=score"' in shown
    assert f'class="embed-credit"><a href="{SITE}/zh/?show=score"' in shown
    assert f"<loc>{SITE}/en/</loc>" in public.get("/sitemap.xml").text
    assert f"Sitemap: {SITE}/sitemap.xml" in public.get("/robots.txt").text
    assert f"Canonical: {SITE}{SECURITY}" in public.get(SECURITY).get_data(as_text=True)


def test_a_page_names_its_address_without_choices_its_languages_and_its_frame(
    public: FlaskClient,
) -> None:
    for path in ("/en/", "/zh/economy/KOR", "/en/strategy/innovation-system"):
        head = public.get(f"{path}?theme=dark&edition=2020").text.partition("</head>")[0]
        assert re.findall(r'<link rel="canonical" href="([^"]+)">', head) == [SITE + path]
        preview = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)">', head))
        assert preview["url"].partition("?")[0] == SITE + path
        assert preview["locale"] == ("zh_CN" if "zh" in path else "en_GB"), path
        assert re.findall("<title>(.+)</title>", head)[0].startswith(preview["title"])
        assert preview["description"] in head.partition("og:")[0]
        assert f'data-site="{SITE}"' in head.partition("<head>")[0]
        alternates = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', head))
        english = SITE + path.replace("/zh/", "/en/")
        chinese = SITE + path.replace("/en/", "/zh/")
        assert alternates == {"en": english, "zh-CN": chinese, "x-default": english}
        kinds = dict(re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', head))
        assert set(kinds) == {"application/json+oembed"}
        framed = public.get(unescape(kinds["application/json+oembed"]).removeprefix(SITE)).get_json()
        economy = f"{SITE}/embed/economy-levels?economy=KOR&amp;edition=2020&amp;lang=zh"
        assert (economy in framed["html"]) == ("KOR" in path)
        for icon in (*re.findall(r'<link rel="apple-touch-icon" href="([^"]+)">', head), "/favicon.ico"):
            answer = public.get(icon)
            assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "image/png", b"\x89PNG")
    about = public.get("/en/about").text
    assert "json+oembed" not in about.partition("</head>")[0]
    for text in (about, public.get("/en/data/api").text):  # citation and examples also without scripts
        first = text.partition('<script type="application/json"')[0]
        assert re.search(rf"[. (\"]{SITE}/(?:en/|api/v1)", first)


def test_a_page_says_of_what_site_it_is_where_it_stands_and_of_which_economy(public: FlaskClient) -> None:
    ways = {
        "/en/": ["/en/"],
        "/zh/economy/KOR": ["/zh/", "/zh/economy", "/zh/economy/KOR"],
        "/en/strategy/1": ["/en/", "/en/strategy", "/en/strategy/innovation-system"],
    }
    for path, way in ways.items():
        (text,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', public.get(path).text)
        site, page = json.loads(text)["@graph"]
        assert (site["@type"], site["url"]) == ("WebSite", f"{SITE}/")
        assert page["isPartOf"] == {"@id": site["@id"]}
        steps = page["breadcrumb"]["itemListElement"]
        assert [one["position"] for one in steps] == [1, 2, 3][: len(way)]
        assert [one["item"] for one in steps] == [SITE + one for one in way]
        assert page["url"] == SITE + way[-1]
        assert page.get("about") == ({"@type": "Place", "name": "大韩民国"} if "KOR" in path else None)
        assert all(one["name"] for one in steps)


def test_claims_that_can_be_checked_are_reviews_of_schema_org(public: FlaskClient) -> None:
    (text,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', public.get("/en/claims").text)
    reviews = [one for one in json.loads(text)["@graph"] if one["@type"] == "ClaimReview"]
    assert [one["reviewRating"]["alternateName"] for one in reviews][:1] == ["Figures right"]
    for one in reviews:
        assert one["url"].startswith(f"{SITE}/en/claims?claim=")
        assert one["claimReviewed"]
        assert one["itemReviewed"]["appearance"]["url"].startswith("https://")
        assert one["reviewRating"]["ratingValue"] in (0, 1)


def test_a_site_that_does_not_know_its_address_names_none(reader: FlaskClient) -> None:
    head = reader.get("/en/").get_data(as_text=True).partition("</head>")[0]
    assert "canonical" not in head
    assert not re.search("og:(?:url|image)", head)
    assert "data-site" not in head
    assert reader.get("/api/v1/openapi.json").get_json()["servers"] == [{"url": "/"}]
    assert reader.get(SECURITY).status_code == 404
