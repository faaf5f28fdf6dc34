"""Selections that stand in the path, `/tags/turkey/page=k3/feed.xml`: so has every address a file that can answer it.

What is asked for is put where it stands otherwise, in the query; all below knows no other form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.web.base.addresses import ASKED, asked_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_IN_A_FOLDER = re.compile(r"(.*)/([^/]*=[^/]*)/([^/]*)", re.DOTALL)


class Folders:
    """Turns the folder of a selection into a query."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand a request on."""
        if found := _IN_A_FOLDER.fullmatch(environ.get("PATH_INFO", "")):
            environ[ASKED] = asked_of(environ)
            place, query, name = found.groups()
            query = "&".join(filter(None, (query, environ.get("QUERY_STRING", ""))))
            environ["PATH_INFO"] = place if (place, name) == ("/browse", "") else f"{place}/{name}"
            environ["QUERY_STRING"] = query
        return self.application(environ, start_response)
