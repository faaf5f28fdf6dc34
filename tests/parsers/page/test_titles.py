"""The title is what heads the article: no section, by-line or name of the site."""

from __future__ import annotations

import pytest

from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD, MORE, article

TITLE = "La digue du vieux port sera réparée"
KICKERS = """POLITIQUE|Politique|News|Wohnen|GÜNDEM|Экономика|经济|اقتصاد|News / World / Europe
Home > Actualités > Régions
Monde » Europe|Sport | Football|BREAKING NEWS|LA DIGUE|Opinion:"""


@pytest.mark.parametrize("kicker", KICKERS.replace("\n", "|").replace(" | ", " · ").split("|"))
def test_a_section_above_the_title_is_neither_title_nor_text(kicker: str) -> None:
    for head in ((kicker, "", TITLE), (kicker, TITLE), (kicker, "", "Par Anne Roy", "", TITLE)):
        read = article(*head, "", LEAD, "", MORE)
        assert (read.title, read.paragraphs) == (TITLE, (LEAD, MORE))


@pytest.mark.parametrize("byline", ["Par Anne Roy", "By Anna Lee (Reuters)", "Von Ida Ernst und Karl Ott"])
def test_a_byline_above_the_title_names_the_author(byline: str) -> None:
    read = article(byline, "", TITLE, "", LEAD, "", MORE)
    assert (read.title, read.paragraphs) == (TITLE, (LEAD, MORE))
    assert read.authors


@pytest.mark.parametrize("title", ["Politique", "LA DIGUE", "Guerre / Paix", "By Land and Sea", "AC/DC au port"])
def test_a_short_title_above_the_text_is_the_title(title: str) -> None:
    assert article(title, "", LEAD, "", MORE).title == title


def titled(title: str, **stated: str) -> str:
    fields = "".join(f"{name}: {value}\n" for name, value in {"title": f'"{title}"', **stated}.items())
    return parse(f"---\n{fields}---\n{LEAD}\n\n{MORE}\n".encode(), "a.txt", Defaults()).article.title


SITES = {
    " - Le Phare du port": {"sitename": "Le Phare du port"},
    " | Phare du Port": {"site_name": "Le Phare du port"},
    " :: Le Phare du port": {"sitename": "Le Phare du port"},
    " ~ Le Phare": {"sitename": "Le Phare"},
    "- Le Phare": {"sitename": "Le Phare"},
    " -Le Phare": {"sitename": "Le Phare"},
    "—Le Phare": {"sitename": "Le Phare"},
    " : Le Phare": {"sitename": "Le Phare"},
    " [Le Phare]": {"sitename": "Le Phare"},
    " - Le Phare - Politique": {"sitename": "Le Phare"},
    " - Le Phare | Le port": {"sitename": "Le Phare | Le port"},
    " (Le Phare)": {"sitename": "Le Phare"},
    " – LE PHARE DU PORT": {"publisher": "Le Phare du port"},
    " | Politique | Le Phare": {"sitename": "Le Phare"},
    " - lephare.example": {"url": "https://www.lephare.example/a/b"},
    " | Le Phare": {"url": "https://lephare.example/a/b"},
}


@pytest.mark.parametrize(("end", "stated"), SITES.items())
def test_the_name_of_the_site_goes_from_the_title(end: str, stated: dict[str, str]) -> None:
    assert titled(TITLE + end, **stated) == TITLE


def test_the_name_of_the_site_goes_from_the_beginning_and_from_a_first_line_too() -> None:
    assert titled(f"Le Phare : {TITLE}", sitename="Le Phare") == TITLE
    assert titled(f"Le Phare « {TITLE}", sitename="Le Phare") == TITLE
    assert titled(f"[Le Phare] {TITLE}", sitename="Le Phare") == TITLE
    assert titled("Digue réparée - Le Phare", sitename="Le Phare") == "Digue réparée"
    assert titled("市议会投票_港口新闻网", sitename="港口新闻网") == "市议会投票"
    read = article("---", "sitename: Le Phare", "---", f"{TITLE} - Le Phare", "", LEAD)
    assert read.title == TITLE


@pytest.mark.parametrize(
    "title", [f"{TITLE} - Une autre", "Le Phare du port ouvre ses portes", "Entretien - Le Phare", f"{TITLE} - Le Phar"]
)
def test_what_is_not_the_site_stays_in_the_title(title: str) -> None:
    assert titled(title, sitename="Le Phare") == title
