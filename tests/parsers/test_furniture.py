"""Page furniture: what is dropped around an article, and what only resembles it and stays."""

from __future__ import annotations

import pytest

from feeds.model import Article
from feeds.parsers import Defaults, parse

LEAD = "Le conseil a voté lundi un budget pour la réparation de la digue, que la tempête avait emportée cet hiver."
MORE = "Les travaux commencent au printemps et durent deux ans, selon le calendrier que le maire a présenté hier."


def article(*lines: str) -> Article:
    return parse("\n".join(lines).encode(), "a.txt", Defaults()).article


def with_tail(*lines: str) -> Article:
    return article("La digue sera réparée", "", LEAD, "", MORE, "", *lines)


@pytest.mark.parametrize(
    "line",
    [
        *("Crédits photo : J. Martin/AFP", "© AFP", "AFP via Getty Images", "Telif hakkı Reuters", "Photo: dpa"),
        "La digue au coucher du soleil. (Jeanne Martin/Le Phare du Port)",
        "La digue au coucher du soleil. LP/Jeanne Martin",
        "La digue au coucher du soleil. [Jeanne Martin - Keystone]",
        "The dike at sunset, 3 May 2016. REUTERS/Jane Doe/File Photo",
        "The dike at sunset. Image source, Getty Images",
        "The dike at sunset. Photo courtesy of Jane Doe",
        "La digue au coucher du soleil (photo d’archives)",
        "La digue au coucher du soleil. (Keystone / Jeanne Martin)",
    ],
)
def test_photo_credit_is_dropped_and_no_source(line: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", line, "", MORE)
    assert read.sources == ()
    assert read.paragraphs == (LEAD, MORE)


@pytest.mark.parametrize(
    "line",
    [
        "Comment ?",
        "Écouter, répondre, expliquer…",
        "Partager l’amour par la musique, voilà ce qu’ils demandent.",
        "AA-Batterie",
        "12",
        "Source",
        "https://exemple.example/une/longue/adresse",
        "— Un élu (@elu) 8 décembre 2018",
        "Le 3 mai 2016",
        "Par ailleurs",
        "Datenschutz",
        "Spenden",
        "Vidéo",
        "L’auteur",
        "Source de conflits",
        "Copyright et liberté",
        "Lire la suite est un plaisir que les lecteurs attendent.",
    ],
)
def test_content_between_paragraphs_survives(line: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", line, "", MORE)
    assert read.paragraphs == (LEAD, line, MORE)
    assert read.published is None
    assert read.sources == ()
    assert read.authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "Share.",
        "Facebook",
        "Partager sur Facebook",
        "12 shares",
        "Udostępnij",
        "Paylaş",
        "شارك",
        "Teilen",
        "Newsletter abonnieren",
        "Tous droits réservés",
        "Tüm hakları saklıdır",
        "Wir verwenden Cookies",
        "Tout accepter",
        "Abonnez-vous",
        "3 min read",
        "3.4K",
        "J’aime chargement…",
        "Beğen Yükleniyor...",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "责任编辑：王五",
        "Load more",
        "Advertisement",
        "***",
    ],
)
def test_furniture_below_the_text_is_dropped(line: str) -> None:
    assert with_tail(line).paragraphs == (LEAD, MORE)


@pytest.mark.parametrize("line", ["À lire aussi", "Ähnliche Beiträge", "Te puede interesar", "Читайте также"])
def test_related_list_ends_the_article(line: str) -> None:
    assert with_tail(line, "Un autre titre", "Encore un titre").paragraphs == (LEAD, MORE)


def test_list_of_articles_ends_the_text_where_only_teasers_follow() -> None:
    teaser = "Une digue toute neuve pour le village des pêcheurs, et ce qu’elle coûtera aux habitants de la côte"
    read = article("La digue", "", LEAD, "", MORE, "", LEAD, "", "Sur le même sujet", teaser, "Encore un titre")
    assert read.paragraphs == (LEAD, MORE, LEAD)


def test_list_of_articles_amid_the_text_costs_its_heading_only() -> None:
    read = article("La digue", "", LEAD, "", MORE, "", LEAD, "", "À lire aussi", "Un autre titre", LEAD, "", MORE)
    assert read.paragraphs == (LEAD, MORE, LEAD, "Un autre titre", LEAD, MORE)


def test_running_text_below_the_heading_of_a_list_is_kept() -> None:
    for heading, is_kept in (("Mehr zum Thema", False), ("Recommended", True)):
        read = article("La digue", "", LEAD, "", MORE, "", LEAD, "", heading, f"{LEAD} {MORE}")
        assert read.paragraphs[3:] == ((heading,) * is_kept + (f"{LEAD} {MORE}",))


@pytest.mark.parametrize(
    "line",
    """Share this article|Tweet|Teilen|Partager sur Facebook|Facebook Twitter WhatsApp Email|12 shares
    Zurück zur Übersicht|Read more|À lire aussi|Lesezeit: 3 Minuten|5 minute read|Loading...
    Skip ad|View comments (12)|Te puede interesar
    """.strip()
    .replace("\n", "|")
    .split("|"),
)
def test_what_is_said_of_nothing_else_is_furniture_between_two_paragraphs_too(line: str) -> None:
    assert article("La digue sera réparée", "", LEAD, "", line.strip(), "", MORE).paragraphs == (LEAD, MORE)


@pytest.mark.parametrize(
    "line",
    [
        "Filed under: Harbours, Weather",
        "This entry was posted in Harbours and tagged dykes, storms. Bookmark the permalink.",
        "Dieser Beitrag wurde am 3. Mai 2016 unter Hafen veröffentlicht.",
        "Cet article a été publié dans Ports, marqué avec digue, tempête, et travaux d’hiver.",
        "Abgelegt unter Hafen, Wetter",
        "Teilen Sie diesen Beitrag",
        "Compartir esta noticia",
        "Copier l’URL",
        "© Jean Martin | Agence du port",
        "Tempête au port / Getty Images",
        "AFP/Jean Martin",
        "Bild vergrößern",
        "Με επιφύλαξη παντός δικαιώματος",
        "Click to enlarge",
        "Cliquez pour agrandir",
        "Jump to recipe",
        "Verpasse keine News",
        "Sign up to our newsletter and read the harbour first.",
        "Receive new posts by email",
        "Zum Newsletter anmelden",
        "La suite de votre contenu après cette annonce",
        "Tekst loopt door onder de foto",
        "Continua após a publicidade",
        "Haberin devamı aşağıda",
        "Der Artikel geht nach der Werbung weiter",
        "Per WhatsApp teilen",
        "JavaScript is disabled in your browser. Please enable JavaScript.",
    ],
)
def test_furniture_between_paragraphs_is_dropped(line: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", line, "", MORE)
    assert read.paragraphs == (LEAD, MORE)


def test_short_lines_below_a_share_bar_are_dropped_and_sentences_kept() -> None:
    read = with_tail("Un dernier mot", "Facebook", "Le port en fête", "Il reste à voter.", "AFP")
    assert read.paragraphs == (LEAD, MORE, "Un dernier mot", "Il reste à voter.")
    assert [source.slug for source in read.sources] == ["afp"]


def test_share_bar_above_a_text_of_short_lines_closes_nothing() -> None:
    assert article("Titre", "Facebook", "Un vers", "Un autre").paragraphs == ("Un vers", "Un autre")


@pytest.mark.parametrize(
    "line",
    [
        "★★★★☆ (4/5)",
        "(Noch keine Bewertungen)",
        "Bewerten: 4 von 5",
        "Back to all news",
        "Nächster Artikel Was der Hafen kostet",
        "Previous article: What the harbour costs",
        "Alle Beiträge von Jens Hafen",
        "Unless otherwise noted, the photographs are free to use",
        "Powered by Hafenblog",
        "Telefon: 0123 456",
        "Please log in to leave a comment",
        "Pour réagir à cet article, il faut un compte",
        "Schreiben Sie einen Kommentar",
        "Soyez le premier à commenter cet article",
        "Sei der Erste, der einen Kommentar schreibt",
        "Be the first to comment on this story",
        "Noch keine Kommentare",
        "Wees de eerste die reageert",
    ],
)
def test_foot_of_the_page_is_dropped_below_the_text_and_kept_within(line: str) -> None:
    assert with_tail(line).paragraphs == (LEAD, MORE)
    within = article("La digue sera réparée", "", LEAD, "", line, "", MORE)
    assert within.paragraphs == (LEAD, line, MORE)


@pytest.mark.parametrize(
    "line",
    [
        "Les Français sur Facebook",
        "Facebook",
        "Powered by steam",
        "What do you think of the plan?",
        "Pour réagir à la crise, le port emprunte.",
        "Get off the app",
        "Recibe amenazas por WhatsApp",
        "Articles de presse",
        "Back to work",
        "Popular products",
        "This article was published by a journal and withdrawn soon after.",
        "For the latest news on prices, farmers turn to the radio.",
    ],
)
def test_what_only_resembles_furniture_survives_between_paragraphs(line: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", MORE, "", line, "", MORE, "", LEAD)
    assert read.paragraphs == (LEAD, MORE, line, MORE, LEAD)


def test_line_of_tags_that_is_no_list_is_neither_tags_nor_text() -> None:
    read = with_tail("Mots-clés : digueportvent")
    assert read.stated_tags == ()
    assert read.paragraphs == (LEAD, MORE)


@pytest.mark.parametrize("heading", ["Zur Person", "Mehr Informationen", "Join the conversation", "Related Posts"])
def test_no_heading_ends_an_article_above_two_of_its_paragraphs(heading: str) -> None:
    read = article(
        "La digue sera réparée", "", LEAD, "", MORE, "", LEAD, "", heading, "", f"{LEAD} {MORE}", "", f"{MORE} {LEAD}"
    )
    assert read.paragraphs[-1] == f"{MORE} {LEAD}"


def test_a_heading_of_comments_ends_it_above_what_readers_wrote() -> None:
    said = ("Ida, 12. Mai 2020", "", f"{LEAD} {MORE}", "", "Ott, 13. Mai 2020", "", f"{MORE} {LEAD}")
    read = article("La digue sera réparée", "", LEAD, "", MORE, "", LEAD, "", "Join the conversation", "", *said)
    assert read.paragraphs == (LEAD, MORE, LEAD)


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        ("2 comments:", "Anonymous said..."),
        ("Ein Kommentar", "Ida sagt:"),
        ("2 komentáře", "Jan Novák\n12. 5. 2020 10:15"),
    ],
)
def test_what_readers_wrote_is_no_text(head: str, reader: str) -> None:
    read = article("La digue sera réparée", "", LEAD, "", MORE, "", head, "", reader, "", f"{MORE} {LEAD}")
    assert (read.paragraphs, read.comments) == ((LEAD, MORE), 1 if "Ein" in head else 2)


def test_share_bar_amid_the_text_is_dropped_and_a_heading_of_its_words_is_not() -> None:
    bar = article("La digue sera réparée", "", LEAD, "", "Facebook", "", "Twitter", "", "Imprimer", "", MORE)
    assert bar.paragraphs == (LEAD, MORE)
    heading = article("La digue sera réparée", "", LEAD, "", "Twitter", "", MORE)
    assert heading.paragraphs == (LEAD, "Twitter", MORE)


def test_below_two_lines_of_furniture_only_sentences_are_kept() -> None:
    page = ("Le port en images", "Publicité", "La crue se retire", "Publicité", "Un pont de plus", "Il pleut.")
    assert with_tail(*(text for line in page for text in (line, ""))).paragraphs == (LEAD, MORE, page[0], page[-1])
    assert with_tail("Les chantiers :", "", "Quai sud", "", "Quai nord").paragraphs[2:] == (
        "Les chantiers :",
        "Quai sud",
        "Quai nord",
    )


def test_table_below_a_line_of_furniture_is_kept() -> None:
    table = ("Longueur en m", "478,5", "Largeur en m", "190,0", "Tonnage", "1 965")
    page = ("Publicité", *table, "Publicité")
    assert with_tail(*(text for line in page for text in (line, ""))).paragraphs == (LEAD, MORE, *table)
