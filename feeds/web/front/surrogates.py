"""Outside of what answers: says by surrogate keys what each answer shows, where the owner's caches go by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feeds.publish.surrogates import headers_of
from feeds.web.base.conditional import CONCERN, MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Surrogates:
    """Adds the keys to every answer that may be shared and shows something of the store, or that it is not there."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            kept = next((value for name, value in headers if name == "Cache-Control"), "")
            tells = MARK in environ or CONCERN in environ or "max-age" in kept  # errors: what is missing may come
            if tells and "no-store" not in kept and "private" not in kept:
                headers = [*headers, *headers_of(environ.get(CONCERN))]
            return start_response(status, headers, exc_info)

        return self.application(environ, start)
