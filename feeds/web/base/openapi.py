"""The description of the interface for programs, `openapi.yaml`, with what differs by site and the limits filled in."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from feeds.site import Site

MOST_ADDRESSES = 100
MOST_BYTES = 64 << 10


def description(site: Site) -> dict[str, Any]:
    """Describe the interface of a site."""
    described = deepcopy(_written())
    components, post = described["components"], described["paths"]["/api/v1/resolve"]["post"]
    described["info"] |= {"title": f"Short addresses of {site.title}", "version": version("feeds")}
    described["servers"] = [{"url": site.url}]
    components["parameters"]["url"]["example"] = f"{site.url}/6Y5jLH"
    components["schemas"]["Addresses"]["properties"]["urls"]["maxItems"] = MOST_ADDRESSES
    post["responses"]["413"]["description"] = f"More than {MOST_ADDRESSES} addresses, or {MOST_BYTES} bytes."
    return described


@cache
def _written() -> dict[str, Any]:
    """Read the file."""
    written: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("openapi.yaml").read_text("utf-8"))
    return written
