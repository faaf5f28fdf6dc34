"""What a page says beside its article goes wherever it stands; what heads a paragraph, answers or is told stays."""

from __future__ import annotations

import pytest

from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD, MORE, article, with_tail

LONG = f"{LEAD} {MORE}"

ANYWHERE = """\
Skip to content|Zum Inhalt springen|Aller au contenu principal|Ir al contenido|Vai al contenuto|Ga naar inhoud
Przejdź do treści|İçeriğe geç|Перейти к содержимому|تخطى إلى المحتوى|返回顶部|本文へスキップ|본문 바로가기
Gå till innehållet|Přejít k obsahu|You are here: Home › Islands|Sie befinden sich hier: Start / Inseln
Mot de passe oublié ?|Passwort vergessen?|Supported by|Mehr erfahren|View all comments|Alle 12 Kommentare
Externer Inhalt nicht verfügbar|Sieh dir diesen Beitrag auf Instagram an|Video laden
Your browser does not support the video tag.|Ce contenu est bloqué car vous n'avez pas accepté les cookies.
Per visualizzare questo contenuto, accetta i cookie.|Tarayıcınız bu videoyu desteklemiyor.
Ваш браузер не поддерживает видео.|Um diesen Inhalt zu sehen, ändern Sie bitte Ihre Einstellungen.
War dieser Artikel hilfreich?|Was this article helpful?|¿Te ha resultado útil este artículo?
Este artigo foi útil?|Czy ten artykuł był przydatny?|Была ли статья полезна?
Diese Website verwendet Akismet, um Spam zu reduzieren.|Zeilenumbrüche und Absätze werden automatisch erzeugt."""


def lines_of(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")


@pytest.mark.parametrize("line", lines_of(ANYWHERE))
def test_a_line_of_the_page_goes_amid_the_text_and_below_it_and_its_rule_is_said(line: str) -> None:
    spaced = (f"{text}\n" for text in ("La digue sera réparée", LEAD, line, "Réécouter la séance", LONG, line))
    read = parse("\n".join(spaced).encode(), "a.txt", Defaults())
    assert read.article.paragraphs == (LEAD, "Réécouter la séance", LONG)
    dropped = [evidence for evidence in read.evidence if evidence.field == "dropped"]
    assert [evidence.value for evidence in dropped] == [line, line]
    assert all(evidence.rule for evidence in dropped)


@pytest.mark.parametrize("line", ["Suche", "Home", "Menu", "Retour", "Kontakt", "Photos", "Archives"])
def test_the_same_word_between_two_paragraphs_heads_the_second(line: str) -> None:
    assert article("La digue sera réparée", "", LEAD, "", line, "", MORE).paragraphs == (LEAD, line, MORE)


@pytest.mark.parametrize("line", ["Nein.", "Yes", "Thank you", "Comment ?", "Name"])
def test_what_may_be_an_answer_stays_amid_the_text(line: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", "Et le port ?", "", line, "", LONG)
    assert line in read.paragraphs


@pytest.mark.parametrize(
    "line", ["Weiterführende Informationen", "À découvrir", "Vos réactions (11)", "Explore further", "Schlagworte:"]
)
def test_what_leads_on_below_the_text_goes(line: str) -> None:
    assert with_tail(line).paragraphs == (LEAD, MORE)


CAPTIONS = """\
The old pontoon in March. Ezra Quay / Getty Images|Die alte Brücke im März – stock.adobe.com
Der Steg im Sturm (Symbolbild)|La jetée en mars (photo d'archives)|Le vieux quai de l'île / (C) Anne Roy
Stary pomost na wyspie po burzy / Fot. Pixabay|What one has to know about pontoons© Rike Quay/pixelio.de
El muelle viejo en marzo (foto de archivo).|Fırtınadan sonra eski iskele (temsili)"""


@pytest.mark.parametrize("line", lines_of(CAPTIONS))
def test_captions_amid_the_text_go_by_the_source_of_the_picture(line: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", line, "", MORE)
    assert (read.paragraphs, read.sources) == ((LEAD, MORE), ())


@pytest.mark.parametrize(
    "line",
    ["He sold the pictures of the old pontoon to Getty Images.", "Die Brücke ist seit März gesperrt (siehe unten)."],
)
def test_a_sentence_about_pictures_stays(line: str) -> None:
    assert article("La digue sera réparée", "", LEAD, "", line, "", MORE).paragraphs == (LEAD, line, MORE)


def test_a_text_that_is_a_list_throughout_has_no_foot() -> None:
    items = ("Powered by Quayside", "Search", "+ a new pontoon", "+ a second ferry", "+ lamps on the quay")
    read = article(*(f"{line}\n" for line in ("What is new in the harbour", *items)))
    assert read.paragraphs[-3:] == items[-3:]


@pytest.mark.parametrize("button", ["Comments", "2 Comments"])
def test_a_button_for_comments_above_who_wrote_the_article_and_when_ends_nothing(button: str) -> None:
    body = [f"{LONG} {number}." for number in range(1, 8)]
    lines = ("The dike is mended", LEAD, button, "Ann Quay", "22:30, 9 May 2020", "Updated", "22:38, 9 May 2020", *body)
    assert article("\n\n".join(lines)).paragraphs[-7:] == tuple(body)


def test_what_readers_write_below_a_short_text_ends_it_however_much_it_is() -> None:
    said = [line for number in range(1, 9) for line in (f"reader{number}", f"{number} May 2020 at 10:00", LONG)]
    assert article("\n\n".join(("The dike is mended", LEAD, "Comments", *said))).paragraphs == (LEAD,)
