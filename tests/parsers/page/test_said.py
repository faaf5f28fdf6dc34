"""Nothing that front matter states is left out in silence."""

from __future__ import annotations

import pytest

from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD


def warnings(*front: str, fence: str = "---") -> list[tuple[int | None, str]]:
    text = "\n".join((fence, *front, fence, "", "La digue", "", LEAD, ""))
    return [(warned.line, warned.reason) for warned in parse(text.encode(), "a.txt", Defaults()).warnings]


def test_a_field_that_nobody_knows_is_said_with_its_line() -> None:
    assert warnings("title: La digue", "tide: high") == [(3, "field 'tide' is not known: it is passed over")]
    assert warnings("title = 'La digue'", "tide = 'high'", fence="+++") == [
        (3, "field 'tide' is not known: it is passed over")
    ]


def test_what_themes_and_programs_keep_for_themselves_is_passed_over_without_a_word() -> None:
    assert warnings("layout: post", "weight: 3", "fingerprint: abc", "toc: true", "cssclass: wide") == []


@pytest.mark.parametrize("line", ["url: nowhere", "canonical: /a/b", "short_url: nowhere at all", "image: '???'"])
def test_an_address_that_is_none_is_said(line: str) -> None:
    (said,) = warnings(line)
    assert said[0] == 2 and "address" in said[1]


def test_a_bad_escape_costs_the_escape_and_not_the_line() -> None:
    read = parse(b'---\ntitle: "C:\\\\pier \\u00e9t\\u00e9 \\"x\\" \\d"\n---\n\n' + LEAD.encode(), "a.txt", Defaults())
    assert read.article.title == 'C:\\pier été "x" \\d'
    assert [warned.line for warned in read.warnings] == [2]


def test_an_escape_of_toml_is_kept_alike() -> None:
    read = parse(b'+++\ntitle = "\\u00e9t\\u00e9 \\d"\n+++\n\n' + LEAD.encode(), "a.txt", Defaults())
    assert read.article.title == "été \\d"
