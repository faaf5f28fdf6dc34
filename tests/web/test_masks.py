"""The best mask of a QR code is that which segno finds, which looks at module after module."""

from __future__ import annotations

import random
from functools import partial

import pytest
import segno

from feeds.web.drawing.masks import LARGEST, best_mask
from feeds.web.drawing.qr import qr_svg

ADDRESS = "https://news.example.org/s/turquie2023.com/c00001"


@pytest.mark.parametrize("version", range(1, LARGEST + 1))
def test_mask_is_the_one_with_the_least_penalty(version: int) -> None:
    chance = random.Random(version)  # noqa: S311 - not a secret
    for error in ("m", "q"):
        for _ in range(4):
            text = "".join(chance.choices("abcdefghijKLMNOP0123456789-./", k=6 + 8 * (version - 1)))
            make = partial(segno.make, text, version=version, error=error, boost_error=False)
            assert {best_mask(make(mask=mask)) for mask in (0, 5)} == {make().mask}


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}{'/long' * 20}"])
def test_code_is_drawn_as_segno_draws_it(address: str) -> None:
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=4, light="#fff", title=address, svgclass=None, lineclass=None)
    assert drawn in qr_svg(address).decode().replace(' xmlns="http://www.w3.org/2000/svg"', "")
