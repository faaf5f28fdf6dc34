"""What people paste, and the address in it: nothing is looked up, nothing is fetched."""

from __future__ import annotations

import pytest

from feeds.errors import InvalidAddress
from feeds.sharing.pasted import pasted_addresses, trimmed
from feeds.tracking import without_tracking

CODE = ("short.example", None, "/aB3")


def read(text: str) -> list[tuple[str, int | None, str]]:
    return [(found.host, found.port, found.path) for found in pasted_addresses(text)]


@pytest.mark.parametrize(
    "text",
    [
        "https://short.example/aB3",
        "short.example/aB3",
        "//short.example/aB3",
        "HTTP://Short.Example.:80/aB3",
        "short.example:443/aB3",
        "https://short.example/aB3?utm_source=x&y=1#top",
        "https://short.example/%61B3",
        "<https://short.example/aB3>",
        "«\u202fhttps://short.example/aB3\u202f».",
        "“short.example/aB3”, ",
        "(https://short.example/aB3).",
        "[https://short.example/aB3]",
        "\u200bhttps://short.\u00adexample/aB3\ufeff ",
        "https://short.example/aB3…",
        "https://short.example/aB3\u200f",
        "\u200ehttps://short.example/aB3",
        "\u2068https://short.example/aB3\u2069",
        "\u202ahttps://short.example/aB3\u202c",
        "\u061cshort.example/aB3\ufe0f",
        "**https://short.example/aB3**",
        "_https://short.example/aB3_",
        "*short.example/aB3*",
        "~~https://short.example/aB3~~",
        "||https://short.example/aB3||",
        "`https://short.example/aB3`",
        "see __https://short.example/aB3__, please",
        "https://short.example/aB3👍",
        "https://short.example/aB3 👍🏽👩\u200d🚒",
        "👉https://short.example/aB3❤\ufe0f",
        "「https://short.example/aB3」。",
        "【short.example/aB3】",
        "https://short.example/aB3 →",
        "https://short.example/aB3 !",
        "https://short.example/aB3؟",
        "https://short.example/aB3+",
        "https://short.example/aB3+ ",
        "https://short.example/aB3+.",
        "Partager cet article? https://short.example/aB3\nShare.",
        "see short.example/aB3, please",
        "https%3A%2F%2Fshort.example%2FaB3",
        "&lt;https://short.example/aB3&gt;",
        "https://short.example/aB3&nbsp;",
        "&#171;https://short.example/aB3&#187;",
        "https://short.example/aB3।",
        "https://short.example/aB3¹",
        "https://short.example/aB3=",
        "[url]https://short.example/aB3[/url]",
        "[url=https://short.example/aB3]read[/url]",
        "URL:https://short.example/aB3",
        "链接：https://short.example/aB3",
        "view-source:https://short.example/aB3",
        "#https://short.example/aB3",
        "https：//short.example／aB3",
        '"https:\\/\\/short.example\\/aB3"',
    ],
)
def test_address_is_found_in_what_is_around_it(text: str) -> None:
    assert read(text) == [CODE]


def test_text_may_hold_several_addresses() -> None:
    text = "https://a.example/x, and (https://b.example/y) but not https://[broken or ftp://c.example/z"
    assert read(text) == [("a.example", None, "/x"), ("b.example", None, "/y")]
    assert len(pasted_addresses(" ".join(f"https://a.example/{n}" for n in range(100)))) == 20


def test_bracket_that_an_address_opened_stays_its_own() -> None:
    assert read("https://a.example/x_(y)") == [("a.example", None, "/x_(y)")]
    assert read("(see https://a.example/x_(y))") == [("a.example", None, "/x_(y)")]


def test_host_is_spelt_as_the_dns_has_it() -> None:
    assert read("https://bücher.example/x") == [("xn--bcher-kva.example", None, "/x")]
    assert read("https://turquіe2023.com/x") != read("https://turquie2023.com/x")
    assert read("http://[::1]:8000/x") == [("::1", 8000, "/x")]
    assert pasted_addresses("http://[::1]:8000/x")[0].netloc == "[::1]:8000"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "...",
        "+",
        "no address here",
        "ftp://a.example/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "https://a.example@evil.example/x",
        "https://a.example:99999/x",
        "https://a.example:x/x",
        "https://[a/x",
        "https:///x",
        "https://a.example/x%00",
        "https://a.example/x%0d%0ay",
        "https://a.example/x\\y",
        "https://a.example/x%5cy",
        "https://a.example/x%2Fy",
        "https://a.example/%E2%80%AE",
        "https://" + "x" * 70 + ".example/",
        "https://a.example/" + "x" * 9000,
        ")" * 8000,
        "https://a..example/",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidAddress):
        pasted_addresses(text)


def test_only_what_was_cut_from_an_address_itself_makes_it_a_guess() -> None:
    def is_trimmed(text: str) -> bool:
        return pasted_addresses(text)[0].is_trimmed

    assert is_trimmed("https://a.example/x.") and is_trimmed("https://a.example/x)")
    assert not is_trimmed(" <https://a.example/x> ") and not is_trimmed("«https://a.example/x»")


TAILS = [".", ")", "»", "\u00a0", " ", "\u202f", "?!", "…", "”.", "\u200b", "] ", "؟", "**", "🎉", "\u200f", "\u202c"]


@pytest.mark.parametrize("tail", TAILS)
def test_tail_of_a_sentence_is_no_part_of_a_code(tail: str) -> None:
    assert trimmed(f"aB3{tail}") == "aB3"


@pytest.mark.parametrize("code", ["aB3\r\n", "aB3\t", "aB3\x00", "aB3-", "aB3_", "aB3\u202e", "aB3\ufffd"])
def test_anything_else_is_part_of_it(code: str) -> None:
    assert trimmed(code) == code


def test_tracking_goes_and_the_rest_stays_as_it_was() -> None:
    query = "utm_source=a&b=%20x+y&fbclid=1&at_medium=2&c&b=3&mc_eid=4&xutm_source=5"
    assert without_tracking(query) == "b=%20x+y&c&b=3&xutm_source=5"
    assert without_tracking("utm_source=a") == without_tracking("") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[read](https://short.example/qYOea0)", ["/qYOea0"]),
        ("[read this](https://short.example/qYOea0).", ["/qYOea0"]),
        ("https://short.example/qYOea0,https://short.example/zZ9kLm", ["/qYOea0", "/zZ9kLm"]),
        ("https://short.example/qYOea0;https://short.example/zZ9kLm.", ["/qYOea0", "/zZ9kLm"]),
        ("https://short.example/qYOea0|https://short.example/zZ9kLm", ["/qYOea0", "/zZ9kLm"]),
        ('<a href="https://short.example/qYOea0">https://short.example/zZ9kLm</a>', ["/qYOea0", "/zZ9kLm"]),
        ("https://evil.example/?u=https://short.example/qYOea0", ["/"]),
        ("https://evil.example/https://short.example/qYOea0", ["/https://short.example/qYOea0"]),
    ],
)
def test_addresses_joined_by_a_mark_are_taken_apart(text: str, found: list[str]) -> None:
    assert [address.path for address in pasted_addresses(text)] == found
