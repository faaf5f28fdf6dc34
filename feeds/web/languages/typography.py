"""What French puts before and after its signs, so that no line begins or ends with them. For pages alone.

Lexique des règles typographiques en usage à l'Imprimerie nationale: a narrow space before `;`, `!` and `?`, a full one
before `:`, `%` and `»` and after `«`, and none of them may be broken at. Where a text has no space none is put.
"""

from __future__ import annotations

import re

_NARROW = re.compile("[ \u00a0](?=[;!?]+(?:[\\s»)]|$))")
_FULL = re.compile("[ \u202f](?=[:%»](?:[\\s.,;)]|$))|(?<=«) ")
_TAG = re.compile(r"(<[^>]*>)")
_AS_WRITTEN = re.compile(r"<(?P<end>/?)(?:code|kbd|pre|samp)[ >]")


def typeset(text: str, language: str) -> str:
    """Set a text as its language wants it."""
    if language.partition("-")[0].lower() != "fr":
        return text
    return _FULL.sub("\u00a0", _NARROW.sub("\u202f", text))


def typeset_html(html: str, language: str) -> str:
    """Set the texts of safe HTML, but for code."""
    if not html or language.partition("-")[0].lower() != "fr":
        return html
    written, within = [], 0
    for part in _TAG.split(html):
        if found := _AS_WRITTEN.match(part):
            within += -1 if found["end"] else 1
        written.append(part if within or part.startswith("<") else typeset(part, language))
    return "".join(written)
