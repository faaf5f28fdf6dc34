"""Years and months of everything, each with its entries. It lies below a path that there was, like the form."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response

from feeds.publish.concerns import of_dates
from feeds.publish.months import months_of_everything
from feeds.selection import Selection
from feeds.web.base.addresses import is_misspelt
from feeds.web.base.answers import encoded, moved, page, show
from feeds.web.base.builder import month_span
from feeds.web.base.services import services
from feeds.web.base.subscribing import feeds_of_everything
from feeds.web.languages.speech import speech

if TYPE_CHECKING:
    from feeds.publish.months import Month

blueprint = Blueprint("archive", __name__)


class Span(NamedTuple):
    """A month or a year."""

    label: str
    href: str
    entries: int
    share: int
    """Of the fullest month, in hundredths."""


@blueprint.get("/browse/archive")
def archive() -> Response:
    """List the years and months in which anything was published."""
    use = services()
    address = use.site.address("/browse/archive")
    if is_misspelt(address):
        return moved(address)
    show(of_dates())
    with use.store.reading() as connection:
        months = months_of_everything(connection, use.site.timezone)
    most = max((month.entries for month in months), default=1)
    html = page(
        "archive.html",
        heading=speech().gettext("Archive"),
        years=[_year(year, list(of_year), most) for year, of_year in groupby(months, attrgetter("year"))],
        feeds=feeds_of_everything(use.publisher),
    )
    return encoded(html.encode(), "text/html")


def _year(year: int, months: list[Month], most: int) -> tuple[Span, list[Span]]:
    """Show a year and its months, the first of these first."""
    shown = [
        Span(
            speech().month_name(month.month),
            _href(*month_span(year, month.month)),
            month.entries,
            max(1, round(100 * month.entries / most)),
        )
        for month in reversed(months)
    ]
    whole = sum(month.entries for month in months)
    return Span(str(year), _href(f"{year:04}-01-01", f"{year:04}-12-31"), whole, 100), shown


def _href(since: str, until: str) -> str:
    site, publisher = services().site, services().publisher
    return publisher.page(Selection(since=since, until=until)).removeprefix(site.url.removesuffix(site.path))
