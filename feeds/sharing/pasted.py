"""The addresses in what people paste: wrappers, invisible characters and the punctuation of sentences around them gone.

Nothing is looked up here, and nothing is ever fetched.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from feeds.errors import InvalidAddress
from feeds.tracking import without_tracking

CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a code is made of."""
PORTS = {"http": 80, "https": 443}
"""Of each scheme an address may have."""

_OVERRIDES = frozenset("\u202d\u202e")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""What nobody sees: joiners, marks and isolates of direction, selectors of variants."""
_PAIRS = dict(zip("<«‹“„‘\"'([{*_~`|「『（【〈《⟨", ">»›”“’\"')]}*_~`|」』）】〉》⟩", strict=True)) | {
    "„": "”",
    "‚": "‘",
}
"""What stands around an address: quotation marks, brackets, and what chats set in bold, italics or code."""
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TAIL = frozenset(".,;:!?'\">)]}*~`|@=")
"""What ends a sentence, a quotation or an emphasis, and is no part of an address; nor are marks beyond ASCII."""
_MARKS = frozenset({"Pd", "Pe", "Pf", "Pi", "Po", "So", "Sk", "Sm", "No"})
_LONGEST = 8192
_MOST = 20
"""Addresses of one text that are looked at."""
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:(?!\d)")
_JOINT = r"(?:[,;:|#(\[\]{<>«»“”\"']|(?:\A|\[)url=)"
_JOINED = re.compile(rf"(?i){_JOINT}https?://")
"""An address behind a mark that no address has before a scheme: the link of a marked-up text, or the next of a list."""
_WITH_SCHEME = re.compile(rf"(?i)(?<![^\W_])_{{0,3}}https?://(?:(?!{_JOINT}https?://)[^\s<>\"\[\]])+")
_ENTITY = re.compile(r"(?i)&(?:#\d{2,6}|#x[\da-f]{2,5}|[a-z]{2,8});")
"""What HTML writes for signs that stand in and around addresses."""
_WIDE = str.maketrans("：／．", ":/.")
_ENCODED = re.compile(r"(?i)https?%3a%2f%2f\S+")
_WITHOUT_SCHEME = re.compile(r"(?i)(?<![\w@/.-])(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}(?::\d+)?/\S+")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was pasted, apart."""

    scheme: str
    host: str
    """Lower case, as the DNS has it, without a final dot."""
    port: int | None
    """None where it is a scheme's."""
    path: str
    """Percent-decoded once."""
    spelled: str
    """Path and query as they were, without fragment and tracking."""
    is_trimmed: bool = False
    """Whether punctuation was cut from its end."""

    @property
    def netloc(self) -> str:
        """Give host and port, as an address has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port is not None else host


def pasted_addresses(text: str) -> list[Address]:
    """List the addresses in a text, which may be one, with or without its scheme. Raises InvalidAddress."""
    if len(text) > _LONGEST:
        raise InvalidAddress("This is longer than any address")
    plain = _ENTITY.sub(lambda found: unescape(found[0]), unicodedata.normalize("NFC", text))
    plain = _HIDDEN.sub("", plain.translate(_WIDE)).replace("\\/", "/")
    bare, is_trimmed = _unwrapped(plain)
    if _ENCODED.fullmatch(bare):
        bare, is_trimmed = _unwrapped(unquote(bare))
    if not any(map(str.isspace, bare)) and not _JOINED.search(bare):
        return [_address(bare, is_trimmed=is_trimmed)]
    found = _WITH_SCHEME.findall(bare) or _WITHOUT_SCHEME.findall(bare)
    if not found:
        raise InvalidAddress(f"{text[:200]!r} holds no web address")
    addresses = []
    for one, was_cut in dict.fromkeys(map(_unwrapped, found[:_MOST])):
        with suppress(InvalidAddress):
            addresses.append(_address(one, is_trimmed=was_cut))
    if not addresses:
        raise InvalidAddress(f"{text[:200]!r} holds no web address")
    return addresses


def trimmed(code: str) -> str:
    """Take from the end of a code what was glued to it: blanks, punctuation, closing quotes, pictographs."""
    start, end = 0, len(code)
    while end and (_is_tail(code[end - 1]) or _is_blank(code[end - 1])):
        end -= 1
    while start < end and _is_blank(code[start]):
        start += 1
    return code[start:end]


def _is_blank(char: str) -> bool:
    """Tell whether a character is a space or not to be seen; a line feed or an override of direction is neither."""
    return (char not in _OVERRIDES and _HIDDEN.match(char) is not None) or unicodedata.category(char) == "Zs"


def _is_tail(char: str) -> bool:
    return char in _TAIL or (char > "\x7f" and char != "\ufffd" and unicodedata.category(char) in _MARKS)


def _unwrapped(text: str) -> tuple[str, bool]:
    """Take an address out of what is around it; tell whether punctuation was cut from its end."""
    text, is_trimmed = text.strip(), False
    while text:
        first, last = text[0], text[-1]
        if len(text) > 1 and _PAIRS.get(first) == last:
            text = text[1:-1]
        elif _is_tail(last) and not (last in _BRACKETS and text.count(_BRACKETS[last]) >= text.count(last)):
            text, is_trimmed = text[:-1], True
        elif first in _PAIRS or _is_tail(first):
            text = text[1:]
        elif first.isspace() or last.isspace():
            text = text.strip()
        else:
            break
    return text, is_trimmed


def _address(text: str, *, is_trimmed: bool) -> Address:
    refusal = InvalidAddress(f"{text[:200]!r} is no web address")
    url = text.removesuffix("+")  # asks for the preview, which is of the same entry
    if not _SCHEME.match(url):
        url = f"https://{url.removeprefix('//')}"
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode().lower()
    except (ValueError, UnicodeError) as error:
        raise refusal from error
    if parts.scheme not in PORTS or not host or "@" in parts.netloc:
        raise refusal
    path = unquote(parts.path)
    is_hidden = "\\" in url + path or "%2f" in parts.path.lower()
    if is_hidden or not (url + trimmed(path)).isprintable():
        raise refusal
    query = without_tracking(parts.query)
    return Address(
        scheme=parts.scheme,
        host=host,
        port=None if port in PORTS.values() else port,
        path=path,
        spelled=parts.path + (f"?{query}" if query else ""),
        is_trimmed=is_trimmed,
    )
