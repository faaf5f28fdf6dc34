"""Each case in `data` is a feed (`<case>.case.json`) and the documents it becomes, beside it.

A new case is its first file and no code. `python tests/formats/test_golden.py` writes what is
expected anew; read the difference before you commit it.
"""

from __future__ import annotations

import hashlib
import json
import locale
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.formats import FORMATS, Format
from feeds.model import Attachment, Entry, Feed, Kin, Picture, ShareLink, Source, Tag
from feeds.publish.checks import check_document, check_same_entries
from feeds.site import Site

DATA = Path(__file__).parent / "data"
CASES = sorted(DATA.glob("*.case.json"))
SUFFIXES = {"rss": ".rss.xml", "atom": ".atom.xml", "json": ".feed.json"}


def load(case: Path) -> tuple[Feed, Site]:
    written = json.loads(case.read_text("utf-8"))
    site = Site(**written["site"])
    members = written["feed"]
    place = members.pop("place")
    feed = Feed(
        **members | {"updated": datetime.fromisoformat(members["updated"])},
        page=site.address(place),
        addresses={form.name: site.feed(place, form.filename) for form in FORMATS},
        entries=tuple(map(load_entry, written["entries"])),
    )
    return feed, site


def load_entry(members: dict[str, Any]) -> Entry:
    share_link = members.get("share_link")
    return Entry(
        **members
        | {
            "paragraphs": tuple(members["paragraphs"]),
            "published": datetime.fromisoformat(members["published"]),
            "updated": datetime.fromisoformat(members["updated"]),
            "sources": tuple(Source(*source) for source in members.get("sources", ())),
            "authors": tuple(members.get("authors", ())),
            "tags": tuple(Tag(*tag) for tag in members.get("tags", ())),
            "share_link": ShareLink(*share_link) if share_link else None,
            "pictures": tuple(Picture(**picture) for picture in members.get("pictures", ())),
            "attachments": tuple(Attachment(**one) for one in members.get("attachments", ())),
            "kin": tuple(load_kin(**one) for one in members.get("kin", ())),
        }
    )


def load_kin(sources: list[list[str]], **members: Any) -> Kin:
    return Kin(sources=tuple(Source(*source) for source in sources), **members)


def expected(case: Path, form: Format) -> Path:
    return case.with_name(case.name.removesuffix(".case.json") + SUFFIXES[form.name])


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_document_is_as_expected(case: Path, form: Format) -> None:
    assert form.render(*load(case)).decode() == expected(case, form).read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_readers_find_nothing_wrong(case: Path) -> None:
    feed, site = load(case)
    bodies = {form.name: form.render(feed, site) for form in FORMATS}
    assert [check_document(name, body, feed.addresses[name]) for name, body in bodies.items()] == [[], [], []]
    assert check_same_entries(bodies) == []


def test_process_locale_zone_and_hash_seed_do_not_show() -> None:
    surroundings = (
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "fr_FR.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "2"},
        {"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "3", "PYTHONUTF8": "0"},
    )
    digests = {
        subprocess.run(
            [sys.executable, __file__, "digest"], env=os.environ | values, capture_output=True, check=True
        ).stdout
        for values in surroundings
    }
    assert len(digests) == 1
    assert digests.pop().decode().strip() == digest()


def digest() -> str:
    return hashlib.sha256(b"".join(form.render(*load(case)) for case in CASES for form in FORMATS)).hexdigest()


def main() -> None:
    if sys.argv[1:] == ["digest"]:
        try:
            locale.setlocale(locale.LC_ALL, "")
        except locale.Error:  # the machine does not have this one
            locale.setlocale(locale.LC_ALL, "C")
        sys.stdout.write(digest())
        return
    for case in CASES:
        for form in FORMATS:
            expected(case, form).write_bytes(form.render(*load(case)))


if __name__ == "__main__":
    main()
