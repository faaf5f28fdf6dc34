"""Share links: the short address on a labelled line. Other addresses are mentions."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from feeds.enrich.labels import alternatives, words
from feeds.enrich.lines import Line
from feeds.enrich.normalise import fold
from feeds.model import ShareLink

_LONGEST_LINE = 200
# A code is short, or at least one word: `/a-title-joined-by-hyphens` is the words of a permanent address.
_ADDRESS = re.compile(
    r"(?:https?://)?((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24})/([A-Za-z0-9_-]{1,12}|[A-Za-z0-9]{1,32})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_MENTION = re.compile(r"https?://[^\s<>\"«»“”{}|\\^`\]]+", re.IGNORECASE)
_TRAILING = ".,;:!?)'’…*"
_PICTURES = re.compile("[\u2190-\u21ff\u2600-\u27bf\u200d\ufe0f\U0001f000-\U0001faff*~]+\\Z")
_MOST_MENTIONS = 50
_LABELLED = re.compile(r"(?P<label>.+?)(?P<address>https?://\S+|(?<=\s)(?!\S*://)\S+/\S+)", re.IGNORECASE)
_BEHIND = re.compile(r"(?:(?![-/#?=&%+])[\W_])*\Z")
"""What stands behind an address and is none of it: punctuation, closing marks, emphasis, pictographs."""
_AFTER_LABEL = re.compile(
    r"(?:[\s:：?？؟!.,;<>→➔|()\[\]\"“”«»*_~`\u2190-\u21ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff-]|\bhttps?\b)*\Z"
)
_QUESTION = (":", "：", "?", "？", "؟")
_LINKED = re.compile(r"\[[^\]]*\]\(<?(https?://[^\s<>]+)>?\)")


def _host(host: str) -> str | None:
    """Spell a host as the DNS does; `www.` is not part of it."""
    try:
        spelled = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    spelled = spelled.removeprefix("www.")
    return None if spelled in words("social_hosts") or "." not in spelled else spelled


def share_link(text: str) -> ShareLink | None:
    """Read `Partager cet article? https://host/code`: a share label, then an address of one part, and no more."""
    if "/" not in text or len(text) > _LONGEST_LINE:
        return None
    label, address = _parted(text)
    return parse_share_address(address) if label and _label_ends(label) else None


def is_share_line(text: str) -> bool:
    """Tell whether a line is a share label and an address, be it short or not: of no use but to the page."""
    if "://" not in text or len(text) > _LONGEST_LINE:
        return False
    label, address = _parted(text)
    return "://" in address and _label_ends(label)


def join_share_lines(lines: list[Line]) -> list[Line]:
    """Join a share line that was broken: below its label, in its label, or in its address."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        if above and ("/" in line.text or above.text.endswith("/")) and (text := _joint(above, line)):
            joined[-1] = Line(above.number, text, line.block)
        else:
            joined.append(line)
    return joined


def _joint(above: Line, below: Line) -> str | None:
    """Give both lines as one where only that is a share line; across a blank line an address joins its label only."""
    if share_link(above.text) or not (above.block == below.block or _label_ends(above.text)):
        return None
    if not (" " in above.text or above.text.endswith(_QUESTION)):
        return None  # `Share` alone heads a row of buttons
    text = f"{above.text}{'' if above.text.endswith('/') else ' '}{below.text}"
    return text if share_link(text) else None


@lru_cache(maxsize=64)  # several rules ask for the same line
def _parted(text: str) -> tuple[str, str]:
    """Part a line at the address that ends it, whatever marks stand around that; a share button may stand behind."""
    line = _without_end(_LINKED.sub(r"\1", text))
    last = line.rpartition(" ")
    if last[0] and fold(last[2]) in words("share"):
        line = _without_end(last[0])
    found = _LABELLED.fullmatch(line)
    return (found["label"], found["address"].lstrip("(<[:*~`")) if found else ("", "")


def _without_end(text: str) -> str:
    """Take off what stands behind an address; underscores only as many as stand before it."""
    bare = _BEHIND.sub("", text)
    ends = text[len(bare) :]
    marks = len(ends) - len(ends.lstrip("_"))
    opened = re.search(r"(_*)https?://\S*\Z", bare, re.IGNORECASE)
    return bare + "_" * max(0, marks - (len(opened[1]) if opened else 0))


def parse_share_address(address: str) -> ShareLink | None:
    """Read an address of one part: `https://host/code`, the scheme being optional."""
    found = _ADDRESS.fullmatch(address.strip())
    host = _host(found[1]) if found else None
    return ShareLink(host, found[2]) if found and host else None


@cache
def _share_label() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,4}}(?:{alternatives('share')})(?!\w)")


def _label_ends(label: str) -> bool:
    """Tell whether a text is a share label and punctuation, with at most a few words more."""
    folded = fold(label)
    found = _share_label().match(folded)
    if found is None:
        return False
    rest = folded[found.end() :]
    return bool(_AFTER_LABEL.match(rest)) or (rest.rstrip().endswith(_QUESTION) and len(rest.split()) <= 5)  # noqa: PLR2004


def mentions(text: str) -> list[str]:
    """Give the addresses in a text, in order, each once."""
    if "://" not in text:
        return []
    found = (_PICTURES.sub("", address).rstrip(_TRAILING) for address in _MENTION.findall(text))
    return list(dict.fromkeys(found))[:_MOST_MENTIONS]
