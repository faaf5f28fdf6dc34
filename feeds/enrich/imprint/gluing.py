"""Part what an extractor left without a blank: `Published on28. July 201928. July 2019byAnn Roy`."""

from __future__ import annotations

import re

_LETTER = r"[A-Za-zÀ-ÖØ-öø-ÿŁłŚśŞşĞğİı]"
_SMALL = r"[a-zß-öø-ÿłśşğı]"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŞİ]"
_MONTH = r"[A-ZÄÅÉŞ][a-zäåéûğı]{2,9}"
_DATE = rf"\d{{1,2}}(?:[.:]\d\d|\.?\s?{_MONTH}\.?\s?\d{{4}}|/\d{{1,2}}/\d{{4}})"
_NUMERIC = r"\d{4}[./-]\d\d[./-]\d\d(?!\d)|-\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\d)"
_BEHIND = "|".join(rf"(?<=\b{word})" for word in ("by", "on", "at", "am", "von", "[Pp]or", "[Pp]ar", "[Dd]oor"))
_FILED = "Categories|Kategorien|Catégories|Categorías|Tags|Schlagwörter|Leave|Hinterlasse"
_ROLES = "Staff|Follow|Contributor|Reporter|Editor|Correspondent"
_GLUED = re.compile(
    rf"(?<=[ ./](?:19|20)\d\d)(?={_LETTER}{{2}}|\d{{1,2}}[.:/ ])"
    rf"|(?=[\d-]|{_CAPITAL})(?:"  # nearly every other letter is passed over at once
    rf"(?<={_SMALL})(?={_DATE}|\d{{1,4}} [A-Za-z]{{5,12}}\Z|{_MONTH}\.? \d{{1,2}},? \d{{4}}|{_NUMERIC})"
    rf"|(?:{_BEHIND})(?=[A-ZÄÖÜ][a-zäöü]|\d{{1,2}}\.? [A-ZÄÖÜ])"
    rf"|(?<=Author)(?=[A-Z])|(?<=[a-zß]{{3}})(?=(?:{_ROLES}|{_FILED})\b)"
    rf"|(?<=\d[:h.]\d\d)(?={_CAPITAL}{_SMALL}{{2}}|{_CAPITAL}{{3,4}}\b))"
)


def unglue(text: str) -> str:
    """Give the text with a blank where a date begins or ends within a word."""
    return _GLUED.sub(" ", text)
