"""QR codes of short addresses, ISO/IEC 18004."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno

SCALES = range(1, 21)
"""Pixels of a module."""
_MASK = 3
"""Which of eight patterns is laid over the modules. The standard has the best of them looked for, which takes five
times as long as all else; by its measure this one is as good as any on average, and what reads one reads each."""


@lru_cache(maxsize=256)
def qr_svg(address: str, scale: int = 4) -> bytes:
    """Draw an address as SVG, of level M or better, in a quiet zone of four modules; dark on light on any page."""
    drawn = BytesIO()
    code = segno.make(address, error="m", boost_error=True, micro=False, mask=_MASK)
    code.save(drawn, kind="svg", scale=scale, border=4, light="#fff", title=address, svgclass=None, lineclass=None)
    return drawn.getvalue()
