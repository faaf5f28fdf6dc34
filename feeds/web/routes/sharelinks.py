"""Share links: a short address leads to the canonical page of its entry, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

from feeds.errors import Told
from feeds.publish.concerns import of_entry
from feeds.site import entry_path
from feeds.store.records import is_dated, moment
from feeds.web.base.answers import Answer, encoded, hold, moved_for_now, opened, page, redirect_headers, show
from feeds.web.base.errors import buried, details_of, refuse
from feeds.web.base.services import services
from feeds.web.base.subscribing import feeds_of_everything
from feeds.web.drawing.qr import SCALES, qr_svg
from feeds.web.front.redirects import FOLLOWED
from feeds.web.languages.speech import speech
from feeds.web.routes.resolutions import STATUSES, address_of, members_of_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.sharing.resolver import Resolution
    from feeds.store.read.links import Outline

blueprint = Blueprint("sharelinks", __name__)

_FOR_EVER = "max-age=31536000, immutable"


@blueprint.get("/<code>", strict_slashes=False)
@blueprint.get("/s/<host>/<code>", strict_slashes=False)
def follow(code: str, host: str | None = None) -> Response:
    """Lead to the entry of a code: of the default host, of the share host that was asked, or of any known one."""
    resolution = _resolve(code, host)
    if resolution.found is None:
        return _refused(resolution)
    address = address_of(resolution.found)
    if resolution.link:
        request.environ[FOLLOWED] = resolution.link.host, resolution.link.code
    show(of_entry(resolution.found.handle))
    if not resolution.is_guess:
        return Answer(status=301, headers=redirect_headers(address))
    # A guess is not to be kept: the very code may come to be another's.
    response = moved_for_now(address)
    response.headers["Link"] = f'<{address}>; rel="canonical"'
    return response


@blueprint.get("/<code>+")
@blueprint.get("/s/<host>/<code>+")
def preview(code: str, host: str | None = None) -> Response:
    """Show where a code leads, without going there."""
    resolution = _resolve(code, host)
    found, link = resolution.found, resolution.link
    if found is None or link is None:
        return _refused(resolution)
    show(of_entry(found.handle))
    use = services()
    html = page(
        "shortlink.html",
        heading=found.title,
        entry_lang=found.language,
        is_dated=is_dated(found.published, found.seen),
        published=moment(found.published).isoformat(),
        published_text=speech().moment(moment(found.published), use.site.timezone),
        href=use.site.path + entry_path(found.title, found.handle),
        destination=address_of(found),
        short_address=use.site.share(link),
        qr_href=f"{use.site.path}{use.resolver.path(link)}.svg",
        is_guess=resolution.is_guess,
        feeds=feeds_of_everything(use.publisher),
    )
    response = encoded(html.encode(), "text/html", X_Robots_Tag="noindex")
    if resolution.is_guess:
        response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<code>.svg")
@blueprint.get("/s/<host>/<code>.svg")
def qr_code(code: str, host: str | None = None) -> Response:
    """Draw the short address of a code."""
    scale = {str(scale): scale for scale in SCALES}.get(request.args.get("scale", "4"))
    if scale is None:
        error = Told("The scale is a whole number from %(least)s to %(most)s.", least=SCALES[0], most=SCALES[-1])
        return refuse(422, details_of(error))
    resolution = _resolve(code, host)
    if resolution.found is None or resolution.link is None:
        return _refused(resolution)
    if resolution.is_guess:
        abort(404)
    show(of_entry(resolution.found.handle))
    hold()
    response = Answer(qr_svg(services().site.share(resolution.link), scale), content_type="image/svg+xml")
    response.headers["Cache-Control"] = _FOR_EVER
    return opened(response)


def _resolve(code: str, host: str | None) -> Resolution:
    asked = "" if host is not None else request.headers.get("Host", "")
    return services().resolver.code(code, host, asked)


def _refused(resolution: Resolution) -> Response:
    """Say why a code leads nowhere, or what it may have meant."""
    shown = resolution.suggestions or resolution.candidates
    if resolution.status in {"gone", "blocked"}:
        response = buried(resolution.every)
    elif shown:
        response = refuse(STATUSES[resolution.status], choices=_choices(shown), **members_of_problem(resolution))
    else:
        abort(404)
    if shown or resolution.is_guess:
        response.headers["Cache-Control"] = "no-store"
    return response


def _choices(entries: Iterable[Outline]) -> list[tuple[str, str]]:
    path = services().site.path
    return [(entry.title, path + entry_path(entry.title, entry.handle)) for entry in entries]
