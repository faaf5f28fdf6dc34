"""Characters, moments and addresses as feed documents spell them: XML 1.0, RFC 822, RFC 3339, RFC 3986."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from html import unescape
from urllib.parse import quote, urlsplit, urlunsplit

# What XML 1.0 forbids, what JSON cannot carry as UTF-8 (lone surrogates), and what HTML calls an
# invalid code point (DEL, C1 controls, noncharacters): validators warn of the last kind.
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_NONCHARACTERS}]+"
)

# Nearly all text there is, in one run: forty times as fast as looking for each character above.
_ORDINARY = re.compile("[\t\n\r -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd]*")

# A tag or a comment, and what the W3C validator takes for a reference beside those that HTML names.
_MARKUP = re.compile(r"<[/!?a-zA-Z]|&#|&\w*\d")

_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$&'()*+,/:;=?@~._-]+")
_ADDRESS_SAFE = "!#$%&'()*+,/:;=?@~._-"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def printable(text: str) -> str:
    """Drop the characters that no format can carry; text from the store has none, and one must not break a feed."""
    return text if _ORDINARY.fullmatch(text) else _UNPRINTABLE.sub("", text)


def looks_like_markup(text: str) -> bool:
    """Tell whether plain text could be taken for HTML: `<b>`, `&lt;`, but neither `R&D` nor `5 < 6`."""
    return _MARKUP.search(text) is not None or ("&" in text and unescape(text) != text)


def whole_second(moment: datetime) -> datetime:
    """Give an aware moment in UTC and whole seconds, as every format writes it."""
    return moment.astimezone(UTC).replace(microsecond=0)


def rfc_822(moment: datetime) -> str:
    """Write a moment the way RSS and OPML do, in English whatever the locale: `Mon, 01 May 2023 10:20:00 +0000`."""
    return format_datetime(whole_second(moment))


def rfc_3339(moment: datetime) -> str:
    """Write a moment the way Atom and JSON Feed do: `2023-05-01T10:20:00+00:00`."""
    return whole_second(moment).isoformat()


def uri(address: str) -> str:
    """Percent-encode what RSS does not allow in an address; the host becomes its ASCII form. Never encodes twice."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    address = _STRAY_PERCENT.sub("%25", printable(address))
    try:
        parts = urlsplit(address)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return quote(address, safe=_ADDRESS_SAFE)
    path, query, fragment = (quote(part, safe=_ADDRESS_SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, quote(host, safe="%@:[]._-"), path, query, fragment))
