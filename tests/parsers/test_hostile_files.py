"""Files of many articles, records and markup, whatever is in them: read, or refused by name, and never unsafe."""

from __future__ import annotations

import io
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.errors import ArticleRefused
from feeds.parsers import parse
from feeds.parsers.kinds.table import kind_of
from feeds.parsers.opening import as_utf8
from tests.parsers.test_hostile import DEFAULTS, check

FIELDS = ["title", "text", "content_html", "date", "url", "author", "tags", "items", "image", "draft", "metadata", "id"]
TAGS = [
    *("<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<table><tr><td>", "</table>", "<pre>", "</pre>", "<br>"),
    *("<script>", "</script>", "<a href='javascript:x'>", "</a>", "<img src='//h/p.png' onerror=x>"),
    *("<iframe src='//h'>", "<style>", "<svg onload=x>", "&lt;script&gt;", "&#0;", "<!--", "-->", "<![CDATA[", "]]>"),
    *("[x](javascript:y)", "![x](data:z)", "<https://x>", "[[wiki|y]]", "|a|b|\n|-|-|\n", "> ", "<math><mtext>"),
    *("\n\n", "# ", "* ", "`"),
]
MANY = ["a.json", "a.jsonl", "a.csv", "a.xml", "a.zip", "a.tar", "a.wet"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
NAMES = st.sampled_from(FIELDS) | st.text(max_size=5)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)


def through(name: str, data: bytes) -> None:
    """Take a file of many apart, and read every part of it."""
    kind = kind_of(name)
    assert kind is not None and kind.split is not None
    try:
        for part in itertools.islice(kind.split(as_utf8(io.BytesIO(data)), name, DEFAULTS), 50):
            if not part.refusal:
                check(part.data, part.name)
    except ArticleRefused:
        return


@pytest.mark.parametrize("name", MANY)
@settings(max_examples=60)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_files_of_many_are_read_or_refused_whatever_their_bytes(name: str, data: bytes) -> None:
    through(name, data)


@settings(max_examples=100)
@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    through("a.json", json.dumps(value).encode())


@settings(max_examples=100)
@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=12), max_size=30).map("".join))
def test_any_markup_is_read_or_refused_and_safe(text: str) -> None:
    for name in ("a.md", "a.html"):
        check(text.encode("utf-8", "surrogatepass"), name)
    try:
        record = json.dumps({"title": "T", "content_html": text}).encode()
        html = parse(record, "a.json", DEFAULTS).article.html
    except ArticleRefused:
        return
    for element in lxml_html.fragment_fromstring(html or "", create_parent=True).iter():
        assert element.tag not in {"script", "style", "iframe", "form", "input", "object", "svg", "math"}
        for key, value in element.attrib.items():
            assert not key.startswith("on") and not value.lower().startswith(("javascript:", "data:", "vbscript:"))
