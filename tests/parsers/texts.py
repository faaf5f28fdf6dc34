"""An article of some lines, parsed."""

from __future__ import annotations

from feeds.model import Article
from feeds.parsers import Defaults, parse

LEAD = "Le conseil a voté lundi un budget pour la réparation de la digue, que la tempête avait emportée cet hiver."


MORE = "Les travaux commencent au printemps et durent deux ans, selon le calendrier que le maire a présenté hier."


def article(*lines: str, name: str = "a.txt", timezone: str = "UTC") -> Article:
    return parse("\n".join(lines).encode(), name, Defaults(timezone=timezone)).article


def with_tail(*lines: str) -> Article:
    return article("La digue sera réparée", "", LEAD, "", MORE, "", *lines)
