"""The plain form that builds a selection: what was filled in, and the way to the address of that.

It lies below a path that there was: a new one could be somebody's short address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from feeds.publish.concerns import NOTHING
from feeds.publish.names import canonical_slug
from feeds.selection import read_query
from feeds.selection.steps import SEVERAL
from feeds.web.base.answers import moved, show
from feeds.web.base.services import services

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import MultiDict

blueprint = Blueprint("form", __name__)

_SINGLE = ("q", "since", "until", "collapse", "content", "limit")


@blueprint.get("/browse/selection")
def chosen() -> Response:
    """Lead to the page of what was filled in."""
    selection, presentation = read_query(parameters(request.args), canonical_slug)
    show(NOTHING)
    site, address = services().site, services().publisher.page(selection, presentation)
    # Without the host: browsers let a form lead nowhere else, also where the site is known by another name.
    return moved(address.removeprefix(site.url.removesuffix(site.path)))


def parameters(filled: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Say in the parameters of selections what was filled into the form; what was left empty is not meant.

    Of each kind there are names that were ticked and others that were written, with commas between them, and whether
    all of these are asked for or any.
    """
    asked: list[tuple[str, str]] = []
    for kind in SEVERAL:
        names = [*filled.getlist(kind), *filled.get(f"other-{kind}", "").split(",")]
        asked += _of_kind(kind, names, is_any=filled.get(f"match-{kind}") == "any")
        asked += _of_kind(f"not-{kind}", filled.getlist(f"not-{kind}"), is_any=True)
    asked += _of_kind("lang", filled.getlist("lang"), is_any=True)
    asked += [(name, filled[name].strip()) for name in _SINGLE if filled.get(name, "").strip()]
    return asked


def _of_kind(name: str, given: Iterable[str], *, is_any: bool) -> list[tuple[str, str]]:
    names = [one.strip() for one in given if one.strip()]
    if is_any:
        return [(name, ",".join(names))] if names else []
    return [(name, one) for one in names]
