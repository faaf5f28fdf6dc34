"""A source or tag is found by its slug and by every name it is shown with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.enrich.agencies import named_source
from feeds.enrich.stated_tags import stated_tag
from feeds.publish.names import canonical_slug
from feeds.site import plain_words

NAMES = ["École publique", "İstanbul", "Straße", "Œuvre", "ΑΣ", "Tag With Spaces", "Gadget™", "№ 5", "Ǽ", "中国", "ᏣᎳᎩ"]


@pytest.mark.parametrize("name", NAMES)
def test_what_an_article_states_is_found_by_that_name_and_by_its_slug(name: str) -> None:
    tag, source = stated_tag(name, "fr"), named_source(name)
    assert tag and source
    assert canonical_slug("tag", name) == canonical_slug("tag", tag.slug) == tag.slug
    assert canonical_slug("source", name) == canonical_slug("source", source.slug) == source.slug


@given(st.text())
def test_words_of_an_address_are_spelled_alike_however_often(text: str) -> None:
    words = plain_words(text)
    assert plain_words(words) == words == words.casefold()
    tag = stated_tag(text, None)
    assert tag is None or canonical_slug("tag", tag.slug) == canonical_slug("tag", text) == tag.slug


def test_names_without_words_are_kept_as_they_are() -> None:
    assert canonical_slug("tag", "!?") == "!?"
    assert canonical_slug("source", "") == ""
