"""QR codes of short addresses, ISO/IEC 18004."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

SCALES = range(1, 21)
"""Pixels of a module."""


@lru_cache(maxsize=256)
def qr_svg(address: str, scale: int = 4) -> bytes:
    """Draw an address as SVG, of level M or better, in a quiet zone of four modules; dark on light on any page."""
    drawn = BytesIO()
    code = segno.make(address, error="m", boost_error=True, micro=False)
    code.save(drawn, kind="svg", scale=scale, border=4, light="#fff", title=address, svgclass=None, lineclass=None)
    return drawn.getvalue()
