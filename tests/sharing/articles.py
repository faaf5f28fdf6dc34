"""The articles behind the short addresses that are tried, and how their server is asked."""

from __future__ import annotations

import json
from typing import Any

from tests.serving import Server

HOST, OTHER = "turquie2023.com", "nouvelles2023.example"
BODY = "La ville de {title} a rouvert lundi la passerelle du port, fermée depuis deux ans, a annoncé la mairie."
ARTICLE = f"{{title}}\n\n{BODY}\n\nAFP\n\nPartager cet article? https://{{host}}/{{code}}\n"
ARTICLES = {
    "Nantes": "qYOea0",
    "Brest": "FoLd01",
    "Lorient": "fOlD01",
    "Vannes": "TwIce1",
    "Quimper": "TwIce1",
    "Dinan": "GoNe12",
    "Auray": "LaWs12",
    "Redon": "ReTit1",
    "<script>alert(1)</script> & 'co'": "h0StiL",
    "Pontivy": "ToGo01",
}
"""Titles and codes; two are withdrawn, one of them because the law demands it."""
UNPRINTED = f"Carhaix\n\n{BODY.format(title='Carhaix')}\n\nAFP\n"
SCHEDULED = "---\ndate: '2099-01-01'\n---\n" + ARTICLE.format(title="Morlaix", host=HOST, code="LaTer1")


def write(server: Server, name: str, title: str, code: str, host: str = HOST) -> None:
    """Add or change an article."""
    (server.articles / name).write_text(ARTICLE.format(title=title, host=host, code=code), encoding="utf-8")


def answered(server: Server, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
    """Give status and members of an answer of the interface for programs."""
    status, said, body = server.get(path, **headers)
    media_type = "application/json" if status == 200 else "application/problem+json"
    assert (said["content-type"], said["access-control-allow-origin"]) == (media_type, "*")
    return status, json.loads(body)
