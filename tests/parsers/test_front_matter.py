"""What stands between rules above the text is taken as written, mended where it can be, and left out otherwise."""

from __future__ import annotations

import pytest

from feeds.parsers import Defaults, parse
from tests.parsers.texts import LEAD, MORE, article


def test_the_address_gives_the_day_unless_metadata_does() -> None:
    url = "url: https://journal.example/2016/05/10/titre.html"
    assert article("---", url, "---", "Titre", "", LEAD).date_source == "address"
    stated = article("---", url, "date: 2016-05-12T10:00:00Z", "---", "Titre", "", LEAD)
    assert stated.date_source == "metadata"
    assert stated.published is not None
    assert stated.published.isoformat() == "2016-05-12T10:00:00+00:00"


def test_metadata_is_taken_as_written() -> None:
    read = article(
        "---", "title: 1984", "language: FR_fr", "guid: abc", "source: AA", "tags: Turquie; ABD", "---", LEAD
    )
    assert read.title == "1984"
    assert read.language == "fr-FR"
    assert read.id == "abc"
    assert [source.slug for source in read.sources] == ["anadolu-agency"]
    assert read.stated_tags == ("turkey", "united-states")


def test_bad_metadata_is_reported_and_left_out() -> None:
    text = f"---\ntitle: Titre\ndate: bientôt\nimage: /a.jpg\nlang: français\n---\n{LEAD}"
    reading = parse(text.encode(), "a.txt", Defaults())
    assert sorted((warned.line or 0) for warned in reading.warnings) == [3, 4, 5]
    assert reading.article.published is None


@pytest.mark.parametrize("time", [" 25:00", "T25:00:00", ", 12:70", "T24:30Z"])
def test_a_date_with_a_time_that_no_clock_shows_is_reported_and_left_out(time: str) -> None:
    reading = parse(f"---\ntitle: Titre\ndate: 2016-05-10{time}\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert [warned.line for warned in reading.warnings] == [3]
    assert reading.article.published is None


def test_unclosed_front_matter_ends_at_the_first_blank_line() -> None:
    reading = parse(f"---\ntitle: Titre\n\n{LEAD}".encode(), "a.txt", Defaults())
    assert reading.article.title == "Titre"
    assert reading.article.paragraphs == (LEAD,)
    assert len(reading.warnings) == 1


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Ankara: un accord", "Ankara: un accord"),
        ('title: "Le port" rouvre', '"Le port" rouvre'),
        ("title: 'L'accord'", "L'accord"),
        ("title: [Vidéo] Le port rouvre", "[Vidéo] Le port rouvre"),
    ],
)
def test_line_of_front_matter_that_is_no_yaml_is_taken_as_written(line: str, title: str) -> None:
    reading = parse(f"---\n{line}\ndate: 2016-05-10\nauthor: @anne\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.authors) == (title, ("@anne",))
    assert reading.article.date_source == "metadata"
    assert [warned.line for warned in reading.warnings] == [2, 4]


def test_front_matter_that_cannot_be_mended_is_left_out() -> None:
    reading = parse(f"---\ntitle: Le port\n\tdate: x\n---\nTitre\n\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.paragraphs) == ("Titre", (LEAD,))
    assert [warned.line for warned in reading.warnings] == [3]


def test_front_matter_may_be_a_list_of_fields() -> None:
    read = article("---", "- title: Titre du jour", "- date: 2016-05-10", "---", LEAD)
    assert (read.title, read.paragraphs, read.date_source) == ("Titre du jour", (LEAD,), "metadata")


def test_list_between_rules_is_no_front_matter() -> None:
    read = article("Titre du jour", "---", "- Le port : ouvert", "- La gare : close", "---", LEAD)
    assert read.paragraphs == ("- Le port : ouvert", "- La gare : close", LEAD)
    assert article("---", "- Le port : ouvert", "- La gare : close", "---", LEAD).title == "- Le port : ouvert"


def test_blank_lines_may_stand_above_front_matter() -> None:
    reading = parse(f"\n \n---\ntitle: Titre\ndate: bientôt\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.paragraphs) == ("Titre", (LEAD,))
    assert [warned.line for warned in reading.warnings] == [5]
    assert {row.line for row in reading.evidence if row.field in {"title", "paragraphs"}} == {4, 7}


def test_front_matter_may_spell_characters_as_json_does() -> None:
    assert article("---", 'title: "Le port \\ud83d\\ude00 rouvre"', "---", LEAD).title == "Le port 😀 rouvre"


def test_rules_between_paragraphs_are_no_front_matter() -> None:
    read = article("---", "Un titre bien ordinaire", "---", LEAD)
    assert read.title == "Un titre bien ordinaire"
    assert read.paragraphs == (LEAD,)


def test_a_tag_is_shown_with_the_line_that_names_it_first() -> None:
    text = f"Un accord sur la Grèce\n\n{LEAD}\n\nLa Turquie signe. {MORE} La Turquie et la Grèce aussi."
    evidence = parse(text.encode(), "a.txt", Defaults()).evidence
    lines = {row.value: (row.line, row.rule) for row in evidence if row.field == "tags"}
    assert lines == {"greece": (1, "named in the title: Grèce"), "turkey": (5, "named in the text: Turquie")}


def test_aliases_are_not_read_and_stars_are() -> None:
    assert article("---", "title: &name A & B *together*", "---", LEAD).title == "A & B *together*"
    read = article("---", "title: &name Ankara", "source: *name", "---", LEAD)
    assert (read.title, [source.name for source in read.sources]) == ("Ankara", ["*name"])


@pytest.mark.parametrize("title", ["\U0001f1eb\U0001f1f7" * 100, "*" * 100, "\U0001f600" * 100, "…"])
def test_title_in_which_nothing_can_be_read_is_none(title: str) -> None:
    assert article("---", f"title: '{title}'", "---", "Le pont rouvre", "", LEAD).title == "Le pont rouvre"
    assert article("---", f"title: '{title}'", "---", LEAD).title[:5] == LEAD[:5]


def test_front_matter_may_be_json() -> None:
    head = [
        "{",
        '\t"title": "Ankara: \\"un accord\\" \\ud83d\\ude00",',
        '\t"date": "2016-05-10T14:30:00+02:00",',
        '\t"tags": [',
        '\t\t"chess"',
    ]
    read = article(*head, "\t]", "}", "", LEAD, "", MORE)
    assert (read.title, read.stated_tags, read.paragraphs) == ('Ankara: "un accord" 😀', ("chess",), (LEAD, MORE))
    assert read.published is not None
    reading = parse("\n".join([*head[:2], '"url": "mailto:x"', "}", LEAD]).encode(), "a.md", Defaults())
    assert [warned.line for warned in reading.warnings] == [3]


@pytest.mark.parametrize("lines", [("{", "}"), ("{", '  "colour": "red"', "}"), ("{ a title in braces }",)])
def test_what_only_looks_like_json_is_text(lines: tuple[str, ...]) -> None:
    read = article(*lines, "", LEAD, "", MORE)
    assert (read.stated_tags, read.paragraphs[-1]) == ((), MORE)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_fields_may_stand_above_the_text_between_nothing(name: str) -> None:
    lines = (
        "Title: La digue sera réparée",
        "Date: 2016-05-10 14:30",
        "Authors: Anna Roy, Tom Lee",
        "Tags: port, digue",
    )
    read = parse("\n".join((*lines, "", LEAD, "")).encode(), name, Defaults()).article
    assert (read.title, read.paragraphs, read.authors) == ("La digue sera réparée", (LEAD,), ("Anna Roy", "Tom Lee"))
    assert read.stated_tags == ("port", "digue")


def test_line_with_a_colon_that_names_no_field_is_text() -> None:
    read = article("Title: a word with a long history", "Romans: they had it first", "", LEAD)
    assert read.title == "Title: a word with a long history"


def test_tags_and_what_a_theme_knows_may_stand_in_parts_of_their_own() -> None:
    read = article(
        *("+++", 'title = "A"', "[taxonomies]", 'tags = ["port"]', "[extra]", 'author = "Anna Roy"', "+++"), LEAD
    )
    assert (read.stated_tags, read.authors) == (("port",), ("Anna Roy",))


@pytest.mark.parametrize(
    "name", ["published_at", "publishedAt", "Published at", "published-at", "og:published_time", "DC.date", "dc:date"]
)
def test_a_field_is_known_however_its_name_is_spelled(name: str) -> None:
    reading = parse(f'---\ntitle: Titre\n"{name}": 2016-05-10\n---\n{LEAD}'.encode(), "a.txt", Defaults())
    assert reading.article.published is not None and not reading.warnings


def test_tags_and_categories_are_both_taken() -> None:
    read = article("---", "tags: [mer]", "categories: [port, 7]", "---", "Titre", "", LEAD)
    assert read.stated_tags == ("mer", "port")


def test_one_source_is_one_however_it_is_written() -> None:
    read = article("---", "source: [Η Καθημερινή, Η ΚΑΘΗΜΕΡΙΝΗ, AFP/Reuters]", "---", "Titre", "", LEAD)
    assert [source.slug for source in read.sources] == ["η-καθημερινη", "afp", "reuters"]


@pytest.mark.parametrize(
    ("stated", "language"), [("fra", "fr"), ("ger", "de"), ("fra_Latn", "fr-Latn"), ("haw", "haw")]
)
def test_a_language_of_three_letters_is_that_of_two(stated: str, language: str) -> None:
    assert article("---", f"language: {stated}", "---", "Titre", "", LEAD).language == language


KEPT = """draft: yes|published: false|private: true|hidden: true|unlisted: true|listed: false|status: in-review
status: Scheduled|status: archived|_status: draft|workflow_state: draft|visibility: members|feed: false|rss: no
eleventyExcludeFromCollections: true|published: 2016-05-10;feed: false|publish: never"""
SHOWN = (
    "draft: no|published: true|hidden: false|listed: true|status: published|status: live|visibility: public|feed: main"
)


@pytest.mark.parametrize("stated", KEPT.replace("\n", "|").replace(";", "\n").split("|"))
def test_what_says_that_it_is_not_to_be_seen_is_kept_back(stated: str) -> None:
    assert parse(f"---\ntitle: Titre\n{stated}\n---\n{LEAD}".encode(), "a.txt", Defaults()).held


@pytest.mark.parametrize("stated", SHOWN.split("|"))
def test_what_is_to_be_seen_is_shown(stated: str) -> None:
    assert not parse(f"---\ntitle: Titre\n{stated}\n---\n{LEAD}".encode(), "a.txt", Defaults()).held


def test_fields_that_end_with_a_rule_need_none_above() -> None:
    reading = parse(f"title: Titre\ndate: 2016-05-10\ntags: [mer]\n---\n{LEAD}".encode(), "a.txt", Defaults())
    assert (reading.article.title, reading.article.paragraphs) == ("Titre", (LEAD,))
    assert reading.article.stated_tags == ("mer",) and reading.article.published is not None
