"""Share links: one hop to the canonical page, or an honest answer; nothing hostile leads anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

pytestmark = pytest.mark.above_the_store

SITE = "https://news.example.org"
CODE = "/6Y5jLH"


def test_code_leads_to_the_canonical_page(client: FlaskClient) -> None:
    answer = client.get(CODE)
    target = answer.headers["Location"]
    assert answer.status_code == 301
    assert target.startswith(f"{SITE}/entries/washington-salue-la-reouverture-d-un-poste-humanitaire-")
    assert answer.headers["Cache-Control"] == "max-age=300"
    assert answer.headers["Link"] == f'<{target}>; rel="canonical"'
    assert "Vary" not in answer.headers and "Set-Cookie" not in answer.headers
    assert client.get(target.removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/6Y5jLH/",
        "/%36Y5jLH",
        "/6Y5jLH?url=//evil.example&next=https://evil.example",
        "/6Y5jLH?",
        "/s/turquie2023.com/6Y5jLH",
        "/s/www.turquie2023.com/6Y5jLH/",
        "/s/TURQUIE2023.com/6Y5jLH",
    ],
)
def test_other_ways_to_write_it_lead_there_too(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, client.get(CODE).headers["Location"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"X-Forwarded-Host": "evil.example"},
        {"Accept": "application/json"},
        {"Forwarded": "host=evil.example"},
        {"X-Original-URL": "/zzzzzz"},
        {"Cookie": "a=b"},
        {"Sec-Fetch-Dest": "document"},
    ],
)
def test_no_header_changes_the_answer(client: FlaskClient, headers: dict[str, str]) -> None:
    answer, plain = client.get(CODE, headers=headers), client.get(CODE)
    assert (answer.status_code, answer.headers["Location"]) == (301, plain.headers["Location"])


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    assert client.head(CODE).headers == client.get(CODE).headers


UNKNOWN = """
    /zzzzzz /6y5jlx /6Y5jLH/x /%2536Y5jLH /6Y5jLH%0d%0aSet-Cookie:x=1 /6Y5jLH%00 /%ff /%E2%80%AE
    /%5c%5cevil.example //evil.example/x ///evil.example /tags//evil.example /s//evil.example /s/evil.example/6Y5jLH
    /s/turquie2023.com/zzzzzz /s/turquie2023.com@evil.example/6Y5jLH /s/turquie2023.com.evil.example/6Y5jLH
    /s/%0d%0a/6Y5jLH /.well-known/x /Feed /api /s
    /wp-login.php /%3Cscript%3E /{{7*7}} /../../etc/passwd /%252e%252e%252fetc
"""


@pytest.mark.parametrize("host", ["news.example.org", "evil.example"])
@pytest.mark.parametrize("path", UNKNOWN.split())
def test_unknown_code_is_not_found_and_leads_nowhere(client: FlaskClient, path: str, host: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "max-age=60"
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers
    assert not any(word in answer.text for word in ("Traceback", "evil", "<script", "49"))


@pytest.mark.parametrize("path", ["/x" * 4000, "/" + "x" * 8000, "/s/" + "x" * 3000 + "/y", "/entries/" + "y" * 9000])
def test_very_long_address_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["{}", "/s/turquie2023.com{}", "/api/v1/resolve?url=https://turquie2023.com{}"])
def test_scheduled_entry_looks_exactly_like_an_unknown_one(client: FlaskClient, path: str) -> None:
    scheduled, unknown = client.get(path.format("/LaTer1")), client.get(path.format("/NeVer1"))
    assert scheduled.status_code == 404
    assert scheduled.data.replace(b"LaTer1", b"NeVer1") == unknown.data
    assert scheduled.headers == unknown.headers
    if "api" not in path:
        assert scheduled.data == unknown.data


def test_withdrawn_entry_is_gone(client: FlaskClient) -> None:
    answer = client.get("/GoNe12")
    assert answer.status_code == 410
    assert answer.headers["Cache-Control"] == "max-age=300"
    assert "Une nouvelle reprise" not in answer.text
    api = client.get("/api/v1/resolve?url=https://turquie2023.com/GoNe12")
    assert (api.status_code, api.content_type) == (410, "application/problem+json")
    assert "Une nouvelle reprise" not in api.text


def test_withdrawn_entry_is_gone_by_every_address_and_comes_back(library: Any) -> None:
    client = library.app().test_client()
    path = client.get(CODE).headers["Location"].removeprefix(SITE)
    library.withdraw("https://turquie2023.com/6Y5jLH")
    after = library.app().test_client()
    assert [after.get(p).status_code for p in (CODE, path, f"{path}.json", f"/entries/old-{path[-8:]}")] == [410] * 4
    library.withdraw("https://turquie2023.com/6Y5jLH", back=True)
    assert library.app().test_client().get(CODE).headers["Location"] == SITE + path


def test_reason_of_a_withdrawal_stays_behind(library: Any) -> None:
    path = library.app().test_client().get(CODE).headers["Location"].removeprefix(SITE)
    library.withdraw("https://turquie2023.com/6Y5jLH", reason="The <b>figures</b> were wrong.")
    client = library.app().test_client()
    for address in (CODE, path):
        assert "The &lt;b&gt;figures&lt;/b&gt; were wrong." in client.get(address).text


def test_code_printed_on_two_articles_offers_both(client: FlaskClient) -> None:
    answer = client.get("/TwIce1")
    assert answer.status_code == 300
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Une passerelle rouvre au port" in answer.text and "Le marché couvert ferme pour travaux" in answer.text
    api = client.get("/api/v1/resolve?url=https://turquie2023.com/TwIce1")
    assert (api.status_code, api.json and api.json["resolution"]) == (300, "ambiguous")
    assert api.json and len({candidate["canonical_url"] for candidate in api.json["candidates"]}) == 2


def test_host_header_of_a_share_host_picks_its_codes(client: FlaskClient) -> None:
    named = client.get("/s/nouvelles2023.example/6Y5jLH").headers["Location"]
    assert named != client.get(CODE).headers["Location"]
    for host in (
        "nouvelles2023.example",
        "www.nouvelles2023.example",
        "Nouvelles2023.Example:8080",
        "nouvelles2023.example.",
    ):
        assert client.get(CODE, headers={"Host": host}).headers["Location"] == named


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO"])
@pytest.mark.parametrize(
    "path", [CODE, "/feed.xml", "/", "/s/turquie2023.com/6Y5jLH", "/tags/turkey/", "/api/v1/shortlink", f"{CODE}.svg"]
)
def test_other_methods_are_refused(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    is_problem = answer.content_type == "application/problem+json"
    assert is_problem == path.startswith(("/api/", "/feed.xml"))


def test_settings_say_which_hosts_are_known(shared: Any) -> None:
    client = shared.app(share_hosts=("nouvelles2023.example",)).test_client()
    assert client.get(CODE).headers["Location"] == client.get("/s/nouvelles2023.example/6Y5jLH").headers["Location"]
    assert client.get("/s/turquie2023.com/6Y5jLH").status_code == 404
    assert client.get("/api/v1/resolve?url=turquie2023.com/6Y5jLH").status_code == 422


def resolve(client: FlaskClient, url: str) -> tuple[int, dict[str, Any]]:
    answer = client.get("/api/v1/resolve", query_string={"url": url})
    assert answer.content_type == ("application/json" if answer.status_code == 200 else "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json is not None
    return answer.status_code, answer.json


@pytest.mark.parametrize(
    "url",
    [
        "https://turquie2023.com/6Y5jLH",
        "turquie2023.com/6Y5jLH",
        "HTTP://WWW.TURQUIE2023.COM:80/6Y5jLH?x=1#y",
        "//turquie2023.com/6Y5jLH",
        "«\u202fhttps://turquie2023.com/6Y5jLH\u202f».",
        "<https://turquie2023.com/6Y5jLH/>",
        "\u200bhttps://turquie2023.com./6Y5jLH ",
        "https://news.example.org/s/turquie2023.com/6Y5jLH",
        "https://news.example.org/6Y5jLH",
        "https://turquie2023.com/%36Y5jLH",
    ],
)
def test_pasted_address_is_resolved(client: FlaskClient, url: str) -> None:
    status, found = resolve(client, url)
    assert (status, found["status"], found["input"]) == (200, "ok", url)
    assert found["entry"]["canonical_url"] == client.get(CODE).headers["Location"]
    assert found["entry"]["id"].startswith("urn:uuid:")
    assert (found["short_url"], found["code"]) == ("https://turquie2023.com/6Y5jLH", "6Y5jLH")


def test_canonical_address_is_resolved_too(client: FlaskClient) -> None:
    target = client.get(CODE).headers["Location"]
    for url in (target, f"{target}.json", f"{target}?utm_source=x", f"{SITE}/entries/old-words-{target[-8:]}"):
        status, found = resolve(client, url)
        assert (status, found["entry"]["canonical_url"]) == (200, target)


@pytest.mark.parametrize(
    ("url", "resolution"),
    [
        ("https://bit.ly/x", "foreign_host"),
        ("https://turquie2023.com.evil.example/6Y5jLH", "foreign_host"),
        ("https://turquie2023.com@evil.example/6Y5jLH", "invalid"),
        ("http://169.254.169.254/", "foreign_host"),
        ("https://turquie2023.com:8443/6Y5jLH", "foreign_host"),
        ("https://turquіe2023.com/6Y5jLH", "foreign_host"),
        ("https://news.example.org/s/bit.ly/x", "foreign_host"),
        ("file:///etc/passwd", "invalid"),
        ("javascript:alert(1)", "invalid"),
        ("gopher://turquie2023.com/6Y5jLH", "invalid"),
        ("https://turquie2023.com/\\evil", "invalid"),
        ("https://[::1", "invalid"),
        ("https://turquie2023.com/x%0d%0ay", "invalid"),
        ("https://" + "x" * 70 + ".org/", "invalid"),
        ("https://x:99999/", "invalid"),
        ("...", "invalid"),
        ("\x00", "foreign_host"),
        ("http://", "invalid"),
    ],
)
def test_foreign_or_broken_address_is_a_problem(client: FlaskClient, url: str, resolution: str) -> None:
    status, found = resolve(client, url)
    assert (status, found["status"]) == (422, 422)
    assert found["resolution"] in {resolution, "invalid"}
    assert found["input"] == url
    assert set(found) >= {"type", "title", "detail"}


def test_missing_address_is_a_bad_request(client: FlaskClient) -> None:
    for path in ("/api/v1/resolve", "/api/v1/resolve?url=", "/api/v1/resolve?x=y"):
        answer = client.get(path)
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_share_host_may_be_the_site_itself(library: Any) -> None:
    client = library.app(site_url="https://turquie2023.com").test_client()
    target = client.get(CODE).headers["Location"]
    assert target.startswith("https://turquie2023.com/entries/")
    for url in (target, "https://turquie2023.com/6Y5jLH", "https://turquie2023.com/s/turquie2023.com/6Y5jLH"):
        status, found = resolve(client, url)
        assert (status, found["entry"]["canonical_url"]) == (200, target)
