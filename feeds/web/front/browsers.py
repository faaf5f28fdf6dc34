"""Who opened a feed as a person does, in a browser: by what no feed reader says of itself.

Browsers say `Sec-Fetch-Dest: document` (https://www.w3.org/TR/fetch-metadata/), but not over plain http, unless the
host is the machine itself. There they say `Upgrade-Insecure-Requests: 1` where a page is opened, and that they would
rather have HTML (https://www.w3.org/TR/upgrade-insecure-requests/#preference): the second sign, which counts on sites
whose own address is plain http.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from feeds.site import Site

Signs = tuple[str, bool, bool]
"""What `Sec-Fetch-Dest` says if that tells anything, whether the second header is there, and whether HTML is wanted."""


def signs_of(environ: WSGIEnvironment) -> Signs:
    """Give what of a request tells who it is from."""
    destination = environ.get("HTTP_SEC_FETCH_DEST", "")
    if destination:
        return ("document" if destination == "document" else "other"), False, False
    upgrades = environ.get("HTTP_UPGRADE_INSECURE_REQUESTS") == "1"
    return "", upgrades, upgrades and environ.get("HTTP_ACCEPT", "").startswith("text/html")


def is_person(environ: WSGIEnvironment, site: Site) -> bool:
    """Tell whether somebody opened a feed in a browser, and is to see a page."""
    destination, _, wants_html = signs_of(environ)
    return destination == "document" or (wants_html and site.is_plain)


def vary_of(environ: WSGIEnvironment, site: Site) -> str:
    """Name the headers by which feeds differ. What a client takes is only looked at where it might be a browser."""
    if not site.is_plain:
        return "Sec-Fetch-Dest, Accept-Encoding"
    accept = "Accept, " if signs_of(environ)[1] else ""
    return f"{accept}Sec-Fetch-Dest, Upgrade-Insecure-Requests, Accept-Encoding"
