"""What belongs to an article beside its text, as metadata states it: its address, its picture, files, its summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from feeds.enrich.normalise import clean, one_line
from feeds.enrich.sentences import cut
from feeds.model import Attachment, Picture
from feeds.parsers.draft import Draft
from feeds.parsers.markup import body_of_html, body_of_markdown, whole_address

_MOST = 20
_LONGEST_SUMMARY = 600
_LONGEST_TITLE = 200
_LEAST_SIDE = 100
"""Pixels: what is smaller in a text is no picture of it, but a sign."""
_UUID = re.compile(r"(?i)urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_NUMBER = re.compile(r"\d{1,12}")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")
_ISO_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?", re.IGNORECASE)
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_MARKED = re.compile(r"\*\*[^*]+\*\*|\]\(https?://|(?<!\w)[*_][^*_]+[*_](?!\w)")
_IN_TEXT = re.compile(r'<img src="([^"]+)" alt="([^"]*)"((?: [a-z]+="[^"]*")*)>')
_SIDE = re.compile(r'(width|height)="(\d+)"')


def written_from(draft: Draft) -> str | None:
    """Give the UUID of the entry that a file was written from, where this program wrote it."""
    stated = draft.stated.find("entry_id")
    if stated is None:
        return None
    found = _UUID.fullmatch(stated.text)
    if found is None:
        draft.warn(draft.line_of(stated), f"{stated.name} is no id of an entry: {stated.text!r}")
        return None
    draft.note_stated("id", stated.text, stated)
    return found[1].lower()


def own_address(draft: Draft) -> str | None:
    """Give where the article says that it lies itself."""
    stated = draft.stated.find("url")
    if stated is None:
        if wrong := draft.stated.misstated_address():
            draft.warn(draft.line_of(wrong), f"{wrong.name} is no http address: {wrong.text!r}")
        return None
    draft.note_stated("url", stated.text, stated)
    return stated.text


def pictures_of(draft: Draft, url: str | None, html: str | None) -> tuple[Picture, ...]:
    """Give the picture that is stated, in every size that is, else the first in the text."""
    held = draft.stated.held("image")
    found = list(_pictures(held.value, url)) if held else []
    if held and not found:
        draft.warn(draft.line_of(held), f"{held.name} is no http address: {_shown(held.value)!r}")
    if held and found:
        draft.note("image", found[0].url, draft.line_of(held), f"metadata: {held.name}")
        return (_told(found[0], draft), *(one for one in found[1:] if one.width))[:_MOST]
    for address, alt, sides in _IN_TEXT.findall(html or ""):
        width, height = (dict(_SIDE.findall(sides)).get(side) for side in ("width", "height"))
        if all(side is None or int(side) >= _LEAST_SIDE for side in (width, height)):
            picture = Picture(unescape(address), _number(width), _number(height), unescape(alt))
            draft.note("image", picture.url, None, "first picture in the text")
            return (picture,)
    return ()


def attachments_of(draft: Draft, url: str | None) -> tuple[Attachment, ...]:
    """List the files that are stated to belong to the article."""
    held = draft.stated.held("attachments")
    if held is None:
        return ()
    promised = next((kind for field, kind in _table()["fields"].items() if held.name.lower().startswith(field)), "")
    found: dict[str, Attachment] = {}
    for value in _each(held.value):
        attachment = _attachment(value, url, promised)
        if attachment is None:
            draft.warn(draft.line_of(held), f"{held.name} is no http address: {_shown(value)!r}")
        elif attachment.url not in found and len(found) < _MOST:
            found[attachment.url] = attachment
            draft.note("attachments", attachment.url, draft.line_of(held), f"metadata: {held.name}")
    return tuple(found.values())


def stated_summary(draft: Draft, title: str, *, is_markdown: bool) -> str | None:
    """Give the summary that is stated, without markup; one that only says the title again is none."""
    stated = draft.stated.find("summary")
    if stated is None:
        return None
    text = stated.text
    if draft.stated.find("entry_id"):
        pass  # it was written as it is
    elif _TAG.search(text):
        text = one_line(" ".join(line.text for line in body_of_html(text).lines))
    elif is_markdown or _MARKED.search(text):
        text = one_line(" ".join(line.text for line in body_of_markdown(text).lines))
    if not text or text.casefold() == title.casefold():
        return None
    summary = cut(text, _LONGEST_SUMMARY)
    draft.note_stated("summary", summary, stated)
    return summary


def _each(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else [value]


def _pictures(value: Any, base: str | None) -> Iterator[Picture]:
    for one in _each(value):
        if address := whole_address(_text(one, "address"), base):
            if not isinstance(one, Mapping):
                yield Picture(address)
                continue
            width, height = (_number(str(one.get(side, ""))) for side in ("width", "height"))
            yield Picture(address, width, height, _text(one, "alt"), _text(one, "caption"))


def _told(picture: Picture, draft: Draft) -> Picture:
    """Add what is said of the picture beside it."""
    alt, caption = (draft.stated.find(field) for field in ("image_alt", "image_caption"))
    return picture._replace(
        alt=picture.alt or (alt.text if alt else ""), caption=picture.caption or (caption.text if caption else "")
    )


def _attachment(value: Any, base: str | None, promised: str) -> Attachment | None:
    if isinstance(value, str) and len(parts := value.split("\n")) > 1:  # as WordPress keeps them
        value = {"url": parts[0], "length": parts[1], "type": parts[2] if parts[2:] else ""}
    address = whole_address(_text(value, "address"), base)
    if address is None:
        return None
    kind = _text(value, "type").lower() if isinstance(value, Mapping) else ""
    suffix = urlsplit(address).path.rpartition(".")[2].lower()
    named = _table()["suffixes"].get(suffix) or promised or _table()["unknown"]
    is_described = isinstance(value, Mapping)
    return Attachment(
        address,
        kind if _TYPE.fullmatch(kind) else named,
        (_number(_text(value, "size")) if is_described else None) or None,
        (_text(value, "title")[:_LONGEST_TITLE] if is_described else None) or None,
        _seconds(_text(value, "duration")) if is_described else None,
    )


def _text(value: Any, member: str) -> str:
    """Give the text of a member of an object under any of its names, or a text itself."""
    if isinstance(value, Mapping):
        held = (value.get(name) for name in _table()[member])
        value = next((one for one in held if isinstance(one, str | int) and not isinstance(one, bool)), "")
    return one_line(clean(str(value))) if isinstance(value, str | int) else ""


def _number(text: str | None) -> int | None:
    found = _NUMBER.fullmatch((text or "").strip().removesuffix("px"))
    return int(found[0]) if found else None


def _seconds(text: str) -> int | None:
    """Read `61`, `1:01`, `0:01:01` or `PT1M1S`."""
    found = _CLOCK.fullmatch(text) or (_ISO_DURATION.fullmatch(text) if len(text) > 2 else None)  # noqa: PLR2004 - `PT`
    if found is None:
        return _number(text.partition(".")[0])
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _shown(value: Any) -> str:
    return str(value)[:_LONGEST_TITLE]


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("media.yaml").read_text("utf-8"))
    return table
