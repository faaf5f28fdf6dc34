"""Characters, moments and addresses, as every format spells them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.formats.characters import looks_like_markup, printable, rfc_822, rfc_3339, uri


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_printable_text_can_be_written_as_xml(text: str) -> None:
    element = etree.Element("a")
    element.text = printable(text)
    assert etree.fromstring(etree.tostring(element)).text == (printable(text) or None)
    assert printable(printable(text)) == printable(text)


def test_each_character_is_dropped_only_if_no_format_carries_it() -> None:
    dropped = {code for code in range(sys.maxunicode + 1) if not printable(chr(code))}
    assert dropped == {
        *range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0),
        *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a?b=c&d=e,f#g", "https://example.org/a?b=c&d=e,f#g"),
        ("https://example.org/t%C3%BCrkiye/", "https://example.org/t%C3%BCrkiye/"),
        ("https://example.org/türkiye/", "https://example.org/t%C3%BCrkiye/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ('https://example.org/a b"<>`{}|\\^[]', "https://example.org/a%20b%22%3C%3E%60%7B%7D%7C%5C%5E%5B%5D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("http://[::1]:8000/é", "http://[::1]:8000/%C3%A9"),
        ("https://[broken/é", "https://%5Bbroken/%C3%A9"),
        ("https://\ud800é.example/\x00", "https://xn--9ca.example/"),
    ],
)
def test_addresses_are_spelled_in_ascii(address: str, written: str) -> None:
    assert uri(address) == written
    assert uri(written) == written


def test_moments_are_spelled_as_each_format_wants() -> None:
    moment = datetime(2023, 5, 1, 10, 20, 0, 5, tzinfo=UTC)
    assert rfc_822(moment) == "Mon, 01 May 2023 10:20:00 +0000"
    assert rfc_3339(moment) == "2023-05-01T10:20:00+00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b> c", True),
        ("</b>", True),
        ("<!-- -->", True),
        ("&lt;", True),
        ("&#60;", True),
        ("B&2", True),
        ("R&D, AT&T", False),
        ("<3", False),
        ("5 < 6 & 7", False),
    ],
)
def test_text_that_could_be_taken_for_markup_is_known(text: str, *, expected: bool) -> None:
    assert looks_like_markup(text) is expected
