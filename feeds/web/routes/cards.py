"""The picture of an entry that has none: its title on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import Response, abort

from feeds.site import entry_path
from feeds.web.base.answers import PAGE_SECONDS, Answer, unchanged, unheld, validated
from feeds.web.base.services import services
from feeds.web.drawing.cards import HIGH, WIDE

if TYPE_CHECKING:
    from feeds.model import Entry

CARD = ".png"
"""How the address of a card ends, beside the page of its entry."""


class CardView(NamedTuple):
    """A card that a page names."""

    address: str
    width: int = WIDE
    height: int = HIGH


def card_of(entry: Entry) -> CardView | None:
    """Give the card of an entry; None where it has a picture, is private, or cannot be drawn."""
    use = services()
    if entry.image or entry.key or use.cards.signature(entry.title) is None:
        return None
    return CardView(use.site.address(entry_path(entry.title, entry.handle) + CARD))


def card(entry: Entry) -> Response:
    """Answer the card of an entry. Its validator is made of what decides its bytes, so that a 304 draws nothing."""
    cards = services().cards
    signature = cards.signature(entry.title) or abort(404)
    if unchanged(signature, None):
        response: Response = Answer(status=304)
    else:
        response = Answer(cards.draw(entry.title), content_type="image/png")
    # Cards keep what they drew; the memory of what is asked for most is not for pictures.
    return unheld(
        validated(response, signature, None, coding="identity", minutes=PAGE_SECONDS // 60, vary="Accept-Encoding")
    )
