"""Short addresses on a host of files: a page that leads on, and rules for hosts that have such."""

from __future__ import annotations

import json
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<title>{address}</title>
<link rel="canonical" href="{address}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<p><a href="{address}">{address}</a></p>
"""
_MOST_ON_CLOUDFLARE = 2000
_MOST_ON_S3 = 50
"""Rules; a host takes no more, or none where there are more. The pages of all others lead on."""


class Redirects(NamedTuple):
    """Where short addresses lead, by their paths on the host: the newest first."""

    moved: Mapping[str, str]
    gone: Sequence[str]
    """Those of what was taken back, and the pages of that."""


def page_of(address: str) -> bytes:
    """Write a page that leads to an address, and names it for search engines as the one that counts."""
    return _PAGE.format(address=escape(address)).encode()


def _netlify(led: Redirects) -> str:
    """Write what Netlify reads, where a rule counts beside a page only if it says so.

    https://docs.netlify.com/routing/redirects/rewrites-proxies/#shadowing
    """
    return "".join(f"{path} {address} 301!\n" for path, address in led.moved.items())


def _cloudflare(led: Redirects) -> str:
    """Write what Cloudflare Pages reads: https://developers.cloudflare.com/pages/configuration/redirects."""
    first = islice(led.moved.items(), _MOST_ON_CLOUDFLARE)
    return "".join(f"{path} {address} 301\n" for path, address in first)


def _nginx(led: Redirects) -> str:
    """Write lines for a `map $uri …` block, which has paths decoded: https://nginx.org/en/docs/http/ngx_http_map_module.html."""
    pairs = [*led.moved.items(), *((path, "gone") for path in led.gone)]
    return "".join(f'"{unquote(path)}" "{address}";\n' for path, address in pairs)


def _s3(led: Redirects) -> str:
    """Write what S3 reads: https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html#advanced-conditional-redirects.

    What begins alike follows one rule: it names the folder of the page, to which S3 leads, not the QR code beside it.
    """
    rules = [
        {
            "Condition": {"KeyPrefixEquals": f"{path.lstrip('/')}/"},
            "Redirect": {
                "Protocol": to.scheme,
                "HostName": to.netloc,
                "ReplaceKeyWith": to.path.lstrip("/"),
                "HttpRedirectCode": "301",
            },
        }
        for path, address in islice(led.moved.items(), _MOST_ON_S3)
        for to in (urlsplit(address),)
    ]
    return json.dumps(rules, indent=1, ensure_ascii=False) + "\n"


RULES: Mapping[str, tuple[str, Callable[[Redirects], str]]] = {
    "cloudflare": ("_redirects", _cloudflare),
    "netlify": ("_redirects", _netlify),
    "nginx": ("redirects.map", _nginx),
    "s3": ("routing-rules.json", _s3),
}
"""Of each kind of host the file that it reads, and what writes it."""
