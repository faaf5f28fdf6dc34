"""Nothing of what is private is at any address of the site, whatever is asked."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING

import pytest

from feeds.model import Article
from tests.web.private.hidden import FORMS, SHOWN, SITE, leaks

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import Press

    Make = Callable[..., Article]

ARGUMENTS = {
    "name": ("feed.xml", "atom.xml", "feed.json", "index", "browse", "about", "style.css"),
    "directory": ("tags", "sources"),
    "entry_id": ("urn:uuid:{id}", "{id}"),
    "slug": ("secret", "turkey", "afp"),
    "words": ("{entry}", "x-{handle}", "{handle}.json", "{handle}.md", "{handle}.png"),
    "span": ("daily", "weekly"),
    "ending": ("xml", "atom", "json"),
    "host": ("short.example",),
    "code": ("Tigr12", "{minted}"),
    "page": ("{number}", "1"),
    "number": ("1",),
    "kind": ("not-found",),
    "way": ("older",),
}
"""What stands in the addresses of routes. Who adds a route says here what may stand in its address."""
QUERIES: tuple[str, ...] = (
    "",
    "tag=secret",
    "tag=secret,turkey",
    "lang=fr&limit=200&not-tag=lions&source=afp",
    "since=0",
    "part=news",
)
QUERIES += ("q=cach%C3%A9", "q=cach%C3%A9&tag=secret", "url=https://short.example/Tigr12", "key=nobody.x&tag=secret")


def addresses(app: Flask, press: Press) -> set[str]:
    entry = press.entry("tiger.txt")
    known = {
        "entry": f"tigre-cache-{entry.handle}",
        "handle": entry.handle,
        "id": entry.id,
        "minted": entry.minted or "none",
        "number": str(entry.number),
    }
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        choices = [[one.format(**known) for one in ARGUMENTS[argument]] for argument in sorted(rule.arguments)]
        for values in product(*choices):
            with suppress(ValueError):  # a name that stands elsewhere
                built = rule.build(dict(zip(sorted(rule.arguments), values, strict=True)))
                found |= {built[1]} if built else set()
    return found


@pytest.mark.above_the_store
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_no_address_of_the_site_shows_what_is_private(
    app: Flask, client: FlaskClient, press: Press, *, is_withdrawn: bool
) -> None:
    paths = addresses(app, press)
    if is_withdrawn:
        press.withdraw("tiger.txt")
    assert {"/", "/feed.xml", "/tags/secret/atom.xml", "/sitemap.xml", "/feeds.opml", "/llms.txt"} <= paths
    shown = 0
    for n, (path, query) in enumerate(product(sorted(paths), QUERIES)):
        asks = {
            "environ_base": {"REMOTE_ADDR": f"10.0.{n >> 8}.{n & 255}"},
            "headers": {"Sec-Fetch-Dest": "document" if n % 2 else "empty"},
        }
        answer = client.get(f"{path}?{query}", **asks)
        if answer.status_code in {301, 302} and "/entries/" not in answer.headers["Location"]:
            answer = client.get(answer.headers["Location"], **asks)
        assert answer.status_code != 429  # which would hide what it refuses to say
        said = answer.data.decode("latin-1")
        for given in (*path.split("/"), path.rpartition(":")[2], *(("Tigr12",) if "url" in query else ())):
            said = said.replace(given, "") if given else said  # an error may say what was asked for
        assert not leaks(said, press), (path, query)
        assert "tigre-cache" not in answer.headers.get("Location", "").replace(path, "")
        shown += SHOWN.encode() in answer.data
    assert shown > len(FORMS)
    asked = ["https://short.example/Tigr12", f"{SITE}/entries/{press.entry('tiger.txt').handle}"]
    assert "private" not in client.get("/healthz").text
    told = client.post("/api/v1/resolve", json={"urls": asked})
    assert told.json is not None
    assert [one["status"] for one in told.json["results"]] == ["not_found", "not_found"]
