"""Which of the eight masks of a QR code is best, ISO/IEC 18004:2015, section 7.8.3: in a tenth of the time segno takes.

All modules are bits of one number, row by row, or column by column; four light ones part one line from the next.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import segno

if TYPE_CHECKING:
    from collections.abc import Iterable

MASKS = range(8)
LARGEST = 6
"""The version from which on codes say their version too, which is another place to leave out."""

_APART = 4
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


class _Bits(NamedTuple):
    rows: int
    columns: int

    def differing(self, other: _Bits) -> _Bits:
        return _Bits(self.rows ^ other.rows, self.columns ^ other.columns)


def best_mask(code: segno.QRCode) -> int:
    """Choose the best mask for what a code says, whichever it has: the first of those with the least penalty."""
    size, drawn, version, error = len(code.matrix), _bits(code.matrix), int(code.version), code.error or ""
    others = _differences(version, error)
    plain = drawn.differing(others[code.mask])
    penalties = [_penalty(plain.differing(one), size) for one in others]
    return penalties.index(min(penalties))


@lru_cache(maxsize=LARGEST * 4)
def _differences(version: int, error: str) -> list[_Bits]:
    """Tell for each mask where codes with it differ from those with the first, which is the same whatever they say."""
    drawn = [
        _bits(segno.make("1", version=version, error=error, boost_error=False, mask=mask).matrix) for mask in MASKS
    ]
    return [drawn[0].differing(one) for one in drawn]


def _bits(matrix: Iterable[bytes | bytearray]) -> _Bits:
    return _Bits(*(_number(bytes(line) for line in lines) for lines in (matrix, zip(*matrix, strict=True))))


def _number(lines: Iterable[bytes]) -> int:
    return int((b"0" * _APART).join(line.translate(_DIGITS) for line in lines), 2)


@lru_cache(maxsize=LARGEST)
def _format(size: int) -> int:
    """Give the places of what says which mask it is, which does not count; they are the same by row and by column."""
    ends = [*range(6), 7, 8, *range(size - 8, size)]
    places = {(8, at) for at in ends} | {(at, 8) for at in ends}
    return _number(bytes((row, column) in places for column in range(size)) for row in range(size))


@lru_cache(maxsize=LARGEST)
def _pairs(size: int) -> int:
    """Give the places of modules that have a next one in their line."""
    return _number(bytes([0, *[1] * (size - 1)]) for _ in range(size))


def _penalty(drawn: _Bits, size: int) -> int:
    rows, columns = (one & ~_format(size) for one in drawn)
    dark = rows.bit_count() / size**2
    return (
        _of_lines(rows, size) + _of_lines(columns, size) + 3 * _blocks(rows, size) + 10 * int(abs(dark * 100 - 50) / 5)
    )


def _of_lines(bits: int, size: int) -> int:
    """Count runs of five modules or more, and what looks like a corner: 1011101 with four light ones on a side."""
    alike = _alike(bits, size)
    runs = alike & alike >> 1 & alike >> 2 & alike >> 3
    found = bits & ~(bits >> 1) & bits >> 2 & bits >> 3 & bits >> 4 & ~(bits >> 5) & bits >> 6
    behind, before = (bits << 1 | bits << 2 | bits << 3 | bits << 4), (bits >> 7 | bits >> 8 | bits >> 9 | bits >> 10)
    return runs.bit_count() + 2 * (runs & ~(runs << 1)).bit_count() + 40 * _apart(found & ~(behind & before))


def _apart(corners: int) -> int:
    """Count corners from the left, but for those that lie across one that was counted."""
    count = 0
    while corners:
        count += 1
        place = corners.bit_length() - 1
        corners &= (1 << max(0, place - 6)) - 1
    return count


def _alike(bits: int, size: int) -> int:
    """Give the places of modules that are as the next one in their line."""
    return ~(bits ^ bits >> 1) & _pairs(size)


def _blocks(bits: int, size: int) -> int:
    """Count the squares of four modules that are alike."""
    alike, line = _alike(bits, size), size + _APART
    return (alike & alike >> line & ~(bits ^ bits >> line)).bit_count()
