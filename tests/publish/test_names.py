"""A source or tag is found by its slug and by every name it is shown with."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.enrich.agencies import named_source
from feeds.enrich.stated_tags import stated_tag
from feeds.publish.names import canonical_slug
from feeds.site import facet_slug, plain_words

NAMES = ["École publique", "İstanbul", "Straße", "Œuvre", "ΑΣ", "Tag With Spaces", "Gadget™", "№ 5", "Ǽ", "中国", "ᏣᎳᎩ"]


@pytest.mark.parametrize("name", NAMES)
def test_what_an_article_states_is_found_by_that_name_and_by_its_slug(name: str) -> None:
    tag, source = stated_tag(name, "fr"), named_source(name)
    assert tag and source
    assert canonical_slug("tag", name) == canonical_slug("tag", tag.slug) == tag.slug
    assert canonical_slug("source", name) == canonical_slug("source", source.slug) == source.slug


@given(st.text())
@example("U\x1bS")  # a sign that no address has, in the short form of a name…
@example("\x1b\u00d9S")  # …that has a mark
@example("0\ud7fc\u08ca")  # a mark on a sign that is left out
def test_words_of_an_address_are_spelled_alike_however_often(text: str) -> None:
    words = plain_words(text)
    assert plain_words(words) == words == words.casefold()
    tag = stated_tag(text, None)
    assert tag is None or canonical_slug("tag", tag.slug) == canonical_slug("tag", text) == tag.slug


SCRIPTS = [
    *("abzßœ", "àéîøł", "αβώϊς", "бжёї", "אבִג", "بتِي", "हिकीला", "বাংলি", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാ", "ලංකා"),
    *("ข่าวน้ำ", "ລາວ", "မြန်", "ខ្មែរ", "བོད", "ქართ", "հայ", "አማር", "漢字", "かなパ", "한글", "0129", "+#&/.,!?%@’'"),
]


@given(st.lists(st.text(st.sampled_from("".join(SCRIPTS) + " -_"), max_size=12), min_size=2, max_size=2))
def test_two_names_have_one_spelling_only_if_they_are_the_same(names: list[str]) -> None:
    one, two = map(facet_slug, names)
    if one and one == two:
        assert the_same(names[0]) == the_same(names[1])


@given(st.text(st.sampled_from("".join(SCRIPTS) + " -_"), max_size=80))
def test_case_form_and_blanks_change_no_spelling(name: str) -> None:
    slug = facet_slug(name)
    assert facet_slug(slug) == slug
    assert facet_slug(f" {name.replace(' ', '_')}--") == facet_slug(name.replace("-", "  ")) == slug
    for form in ("NFC", "NFD"):
        assert facet_slug(unicodedata.normalize(form, name)) == slug
    assert facet_slug(name.upper()) == facet_slug(name.casefold()) == slug
    assert len(slug) <= 60 and not set(slug) & set("/,\\ _")


def the_same(name: str) -> str:
    """Spell a name so that only what may be one is one: Greek accents apart, which capitals lack."""
    even = unicodedata.normalize("NFC", re.sub(r"[\s_-]+", "-", name.replace("’", "'")).strip("-").casefold())
    greek = re.compile("[ά-ώ]")
    return greek.sub(lambda found: unicodedata.normalize("NFD", found[0])[0] + "\u0308" * (found[0] in "ΐΰϊϋ"), even)


LONG = "Office for the Coordination of the Affairs of the Harbour Towns of the Northern Coast, Section"


def test_long_names_that_begin_alike_are_told_apart() -> None:
    assert facet_slug(f"{LONG} 1") != facet_slug(f"{LONG} 2")
    assert facet_slug(f"{LONG} 1").startswith("office-for-the-coordination-of-the-affairs-of-the-")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C++", "c++"),
        ("R&D", "r&d"),
        ("Asia / Pacific", "asia-／-pacific"),
        ("ＡＢＣ", "abc"),
        ("ΑΘΗΝΑ", "αθηνα"),
        ("Αθήνα", "αθηνα"),
        ("İZMİR", "izmir"),
        ("काला", "काला"),
        ("น้ำ", "น้ำ"),
        ("🎉", "🎉"),
        ("..", ""),
    ],
)
def test_a_spelling_can_be_read(name: str, slug: str) -> None:
    assert facet_slug(name) == slug


def test_names_without_words_are_kept_as_they_are() -> None:
    assert canonical_slug("tag", "!?") == "!?"
    assert canonical_slug("source", "") == ""
