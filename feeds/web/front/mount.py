"""The site may live under a path of its host, whether or not a proxy takes that path away."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from feeds.web.base.answers import redirect_headers
from feeds.web.base.counters import ANSWERED, Answered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def path_of(url: str) -> str:
    """Give the path of a URL as WSGI has it, PEP 3333."""
    return unquote_to_bytes(urlsplit(url).path).decode("latin-1")


class Mounted:
    """Serves an application under the path of the site's URL."""

    def __init__(self, application: WSGIApplication, url: str) -> None:
        self.application = application
        self._url = url
        self._path = path_of(url)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Move the site's path from the path asked for to the script's name."""
        asked = environ.get("PATH_INFO", "")
        if self._path and asked == self._path:
            environ[ANSWERED] = Answered("none", "mount", "301")
            start_response("301 MOVED PERMANENTLY", redirect_headers(f"{self._url}/"))
            return []
        if self._path and asked.startswith(f"{self._path}/"):
            environ["PATH_INFO"] = asked.removeprefix(self._path)
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._path
        return self.application(environ, start_response)
