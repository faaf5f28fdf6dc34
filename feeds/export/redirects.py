"""Short addresses on a host of files: a page that leads on, and rules for hosts that have such."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PAGE = """\
<!doctype html>
<meta charset="utf-8">
<title>{address}</title>
<link rel="canonical" href="{address}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<p><a href="{address}">{address}</a></p>
"""


def page_of(address: str) -> bytes:
    """Write a page that leads to an address, and names it for search engines as the one that counts."""
    return _PAGE.format(address=escape(address)).encode()


def _netlify(moved: Mapping[str, str]) -> str:
    """Write what Netlify and Cloudflare Pages read: https://docs.netlify.com/routing/redirects."""
    return "".join(f"{path} {address} 301\n" for path, address in moved.items())


def _nginx(moved: Mapping[str, str]) -> str:
    """Write lines for a `map $uri …` block, whose keys are not quoted: https://nginx.org/en/docs/http/ngx_http_map_module.html."""
    return "".join(f'"{path}" "{address}";\n' for path, address in moved.items())


def _s3(moved: Mapping[str, str]) -> str:
    """Write routing rules of a website on S3, which takes fifty: https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html."""
    rules = [
        {
            "Condition": {"KeyPrefixEquals": path.lstrip("/")},
            "Redirect": {"ReplaceKeyWith": address.partition("://")[2].partition("/")[2], "HttpRedirectCode": "301"},
        }
        for path, address in moved.items()
    ]
    return json.dumps(rules, indent=1, ensure_ascii=False) + "\n"


RULES: Mapping[str, tuple[str, Callable[[Mapping[str, str]], str]]] = {
    "netlify": ("_redirects", _netlify),
    "nginx": ("redirects.map", _nginx),
    "s3": ("routing-rules.json", _s3),
}
"""Of each kind of host the file that it reads, and what writes it of the paths and the addresses they lead to."""
