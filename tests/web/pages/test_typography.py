"""French keeps its signs with the words they belong to, on pages and nowhere else."""

from __future__ import annotations

import pytest

from feeds.web.languages.typography import typeset, typeset_html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("« Oui », dit-il : non !", "«\u00a0Oui\u00a0», dit-il\u00a0: non\u202f!"),
        ("Vraiment ?! Bien ; 5 % de plus.", "Vraiment\u202f?! Bien\u202f; 5\u00a0% de plus."),
        ("(« Quoi ? »)", "(«\u00a0Quoi\u202f?\u00a0»)"),
        ("«Oui»: non!", "«Oui»: non!"),
        ("déjà\u00a0! et\u202f: là", "déjà\u202f! et\u00a0: là"),
        ("a := b ? c :d", "a := b\u202f? c :d"),
    ],
)
def test_spaces_that_are_there_are_not_broken_at(written: str, shown: str) -> None:
    assert typeset(written, "fr") == typeset(written, "fr-CA") == shown
    assert typeset(written, "en") == typeset(written, "") == written
    assert typeset(shown, "fr") == shown


def test_tags_and_code_stay_as_they_are() -> None:
    html = '<p>Oui ! <a href="https://a.example/?a= ; b">non ?</a> <code>a ; b !</code> fin ;</p>'
    shown = '<p>Oui\u202f! <a href="https://a.example/?a= ; b">non\u202f?</a> <code>a ; b !</code> fin\u202f;</p>'
    assert typeset_html(html, "fr") == shown
    assert typeset_html(html, "de") == html
