"""Part what an extractor left without a blank: `Published on28. July 201928. July 2019byAnn Roy`."""

from __future__ import annotations

import re

_LETTER = r"[A-Za-zÀ-ÖØ-öø-ÿŁłŚśŞşĞğİı]"
_SMALL = r"[a-zß-öø-ÿłśşğı]"
_MONTH = r"[A-ZÄÅÉŞ][a-zäåéûğı]{2,9}"
_DATE = rf"\d{{1,2}}(?:[.:]\d\d|\.?\s?{_MONTH}\.?\s?\d{{4}}|/\d{{1,2}}/\d{{4}})"
_GLUED = re.compile(
    rf"(?<=[ ./](?:19|20)\d\d)(?={_LETTER}{{2}}|\d{{1,2}}[.:/ ])"
    rf"|(?<={_SMALL})(?={_DATE}|\d{{1,4}} [A-Za-z]{{5,12}}\Z|{_MONTH}\.? \d{{1,2}},? \d{{4}})"
    r"|(?:(?<=\bby)|(?<=\bon)|(?<=\bat)|(?<=\bam)|(?<=\bvon))(?=[A-ZÄÖÜ][a-zäöü]|\d{1,2}\.? [A-ZÄÖÜ])"
    r"|(?<=Author)(?=[A-Z])|(?<=[a-zß]{3})(?=(?:Staff|Follow|Contributor|Reporter|Editor|Correspondent|in [A-Z]))"
)


def unglue(text: str) -> str:
    """Give the text with a blank where a date begins or ends within a word."""
    return _GLUED.sub(" ", text)
