"""Answers: headers that every kind of answer has, and bytes with their validators."""

from __future__ import annotations

import re
from hashlib import blake2b
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Response, render_template, request

from feeds.enrich import vocabulary
from feeds.publish.codings import CODED_BY, encode
from feeds.publish.concerns import Concern, of_selection
from feeds.selection import Selection
from feeds.web.base.conditional import (
    CONCERN,
    MARK,
    Validators,
    choose_coding,
    entity_tag,
    is_unchanged,
    last_modified_header,
)
from feeds.web.base.services import services
from feeds.web.languages.speech import speech

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from werkzeug.datastructures import Headers

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {}; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PICTURE = re.compile(r'<img [^>]*?src="(https?://[^"]+)"', re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9.-]+")
PAGE = "text/html"
PAGE_SECONDS = 300
_WORTH_CODING = 256
"""Bytes: what is smaller goes in one packet anyway, and may grow."""
_A_DAY = 86400


class Answer(Response):
    """A response whose 304 has what RFC 9110, section 15.4.5, asks for, and no more.

    Werkzeug drops `Last-Modified`; and what protects a page is kept with it by whoever has it.
    """

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Give the headers as they are sent."""
        headers = super().get_wsgi_headers(environ)
        if self.status_code == 304:  # noqa: PLR2004 - Not Modified
            for name, _ in SECURED:
                headers.pop(name, None)
            if "Last-Modified" in self.headers:
                headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


def policy(*pictures: str | None, html: str | None = None) -> str:
    """Write the content policy of an answer: of other hosts nothing is loaded but the pictures that it shows."""
    shown = [*pictures, *map(unescape, _PICTURE.findall(html or ""))]
    return _POLICY.format(" ".join(["'self'", *sorted({origin for one in shown if one and (origin := _origin(one))})]))


def _origin(address: str) -> str:
    """Give scheme, host and port of an address, empty where it has no host that a header can name."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{host}{port}" if parts.scheme in {"http", "https"} and _HOST.fullmatch(host) else ""


OPEN = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag, Link, Retry-After"))
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "A-IM, Accept, Cache-Control, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": str(_A_DAY),
}
"""A reader in a browser polls with validators only if it may send them; it sees `Last-Modified` anyway."""

SECURED = (
    ("Content-Security-Policy", policy()),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)


def secured(response: Response) -> Response:
    """Add what every answer has: a closed content policy, no sniffing, no address of ours in a referrer."""
    if logo := services().own.logo:
        response.headers.setdefault("Content-Security-Policy", policy(logo))
    for name, value in SECURED:
        response.headers.setdefault(name, value)
    return response


def opened(response: Response) -> Response:
    """Let scripts of any site read an answer: it is public, and nobody is known by a cookie."""
    response.headers.update(OPEN)
    return response


def unshared(response: Response) -> Response:
    """Let nobody but who asked keep what was asked for with a key: neither the hot path nor a cache nor an index."""
    if "key" in request.args:
        unheld(response)
        kept = response.headers.get("Cache-Control", "no-store")
        response.headers["Cache-Control"] = kept if "private" in kept else f"private, {kept}"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def permitted(response: Response) -> Response:
    """Answer what a browser asks before it lets a script of another site send more than a plain request."""
    if request.method == "OPTIONS" and "Allow" in response.headers:
        response.headers.update(_PREFLIGHT)
        response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
    return response


def unchanged(signature: str, last_modified: int | None) -> bool:
    """Tell whether the client that asks has the present document."""
    headers = request.headers
    return is_unchanged(
        signature,
        last_modified if last_modified is not None else 1 << 62,
        headers.get("If-None-Match"),
        headers.get("If-Modified-Since") if last_modified is not None else None,
        services().clock.now(),
    )


def hold(signature: str | None = None, last_modified: int | None = None) -> None:
    """Let the hot path give this answer again for as long as the store does not change."""
    request.environ[MARK] = Validators(signature, last_modified)


def show(concern: Concern) -> None:
    """Say what an answer shows: only what touches that lets the hot path forget it."""
    request.environ[CONCERN] = concern


def show_selection(asked: Selection, found: Selection) -> None:
    """Say that an answer shows a selection; not where it was asked for by a name that may come to be another's."""
    request.environ[CONCERN] = of_selection(found, services().site.timezone) if asked == found else None


def unheld(response: Response) -> Response:
    """Let the hot path not give this answer again: it may change without the store."""
    request.environ.pop(MARK, None)
    return response


def validated(
    response: Response, signature: str, last_modified: int | None, *, coding: str, minutes: int, vary: str
) -> Response:
    """Add validators and what caches need; the same on 200 and 304."""
    hold(signature, last_modified)
    now = services().clock.now()
    for name, value in validating_headers(signature, last_modified, coding=coding, minutes=minutes, vary=vary, now=now):
        response.headers[name] = value
    return response


def validating_headers(
    signature: str, last_modified: int | None, *, coding: str, minutes: int, vary: str, now: float
) -> list[tuple[str, str]]:
    """Write validators and what caches need, `Last-Modified` last.

    A cache may show what it has for as long again while it asks, and for a day while nobody answers (RFC 5861).
    """
    seconds = minutes * 60
    kept = f"max-age={seconds}, stale-while-revalidate={seconds}, stale-if-error={_A_DAY}"
    headers = [("ETag", entity_tag(signature, coding)), ("Cache-Control", kept), ("Vary", vary)]
    return headers if last_modified is None else [*headers, ("Last-Modified", last_modified_header(last_modified, now))]


def encoded(body: bytes, media_type: str, *, last_modified: int | None = None, **headers: str) -> Response:
    """Answer bytes of the site's own with validators made of them, in the coding the client prefers."""
    signature = blake2b(body, digest_size=12, key=CODED_BY).hexdigest()
    coding = choose_coding(request.headers.get("Accept-Encoding")) if len(body) >= _WORTH_CODING else "identity"
    if unchanged(signature, last_modified):
        response: Response = Answer(status=304)
    else:
        response = Answer(encode(body, coding), content_type=f"{media_type}; charset=utf-8")
        if coding != "identity":
            response.headers["Content-Encoding"] = coding
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    vary = ", ".join([*(services().languages.vary if media_type == PAGE else ()), "Accept-Encoding"])
    return validated(response, signature, last_modified, coding=coding, minutes=PAGE_SECONDS // 60, vary=vary)


def page(template: str, **context: Any) -> str:
    """Render a page of the site, in the language of who asks for it."""
    site, own, said = services().site, services().own, speech()
    return render_template(
        template,
        site=site,
        own=own,
        lang=said.language,
        dir=said.direction,
        number=said.number,
        is_own=lambda slug, label: label != vocabulary.label_in(slug, said.language),
        url=lambda path: site.path + path,
        **said.for_templates,
        **context,
    )


def moved(address: str, *, seconds: int = PAGE_SECONDS) -> Response:
    """Send a client to the one address of what it asked for."""
    hold()
    response = Answer(status=301)
    response.headers["Location"] = address
    response.headers["Cache-Control"] = f"max-age={seconds}"
    return opened(response)


def redirect_headers(address: str) -> list[tuple[str, str]]:
    """Write all headers of the answer to a share link, whoever sends it: Flask, or what stands in front of it."""
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", "0"),
        ("Location", address),
        ("Cache-Control", f"max-age={PAGE_SECONDS}"),
        *OPEN,
        ("Link", f'<{address}>; rel="canonical"'),
        *SECURED,
    ]


def moved_for_now(address: str) -> Response:
    """Send a client to where what it asked for can be found until it is there."""
    response = Answer(status=302)
    response.headers["Location"] = address
    response.headers["Cache-Control"] = "no-store"
    return opened(response)
