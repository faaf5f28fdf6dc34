"""The codings in which bytes are sent, RFC 9110, section 8.4.1: one library and one level each.

What is sent is made once and sent often; beyond these levels time grows much faster than size shrinks.
"""

from __future__ import annotations

from importlib.metadata import version

import brotli
from isal import igzip

CODINGS = ("br", "gzip")
"""Beside identity; the smallest first."""

_BROTLI_QUALITY = 5
_GZIP_LEVEL = 2

CODED_BY = " ".join((version("brotli"), version("isal"))).encode()
"""What decides the bytes of a coding beside what is coded: as much a part of a validator as that."""


def encode(body: bytes, coding: str) -> bytes:
    """Write bytes in a coding: `br`, `gzip` or `identity`; the same bytes each time."""
    if coding == "br":
        coded: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
        return coded
    return igzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0) if coding == "gzip" else body
