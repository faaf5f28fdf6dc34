"""Lines that were broken at a page width are joined by what shows it; verses, lists and headlines stay as they are."""

from __future__ import annotations

import textwrap

import pytest

from feeds.enrich.lines import join_wrapped, split_lines
from feeds.parsers import Defaults, parse
from tests.parsers.texts import article

ENGLISH = (
    (
        "The ferry to the islands leaves an hour later from Monday on, since the quay is being "
        "rebuilt and the old one has "
        "no room for two ships. The company asks its passengers to come in time, and offers coffee to those who wait."
    ),
    "Whoever has bought a ticket already can use it on any other day of the month, a clerk said when she was asked.",
)
GERMAN = (
    (
        "Die Fähre zu den Inseln legt ab Montag eine Stunde später ab, weil der Kai umgebaut wird und am alten Anleger "
        "kein Platz für zwei Schiffe ist. Die Reederei bittet ihre Gäste um Geduld und bietet "
        "Wartenden einen Kaffee an."
    ),
    "Wer schon eine Karte gekauft hat, kann sie an jedem anderen Tag des Monats benutzen, hieß es auf Nachfrage.",
)
CHINESE = ("由于码头正在改建,从星期一起,前往各岛的渡轮将推迟一小时开航。公司请乘客提前到达,并为等候的人提供咖啡。" * 2,)
TITLE = "The ferry to the islands leaves later from Monday on because the quay is being rebuilt for larger ships"


def joined(text: str) -> list[str]:
    return [line.text for line in join_wrapped(split_lines(text), titled=True)]


def wrapped(paragraphs: tuple[str, ...], width: int, first: str = "", rest: str = "") -> list[str]:
    return [textwrap.fill(text, width, initial_indent=first, subsequent_indent=rest) for text in paragraphs]


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100, 119, 132, 160])
@pytest.mark.parametrize("paragraphs", [ENGLISH, GERMAN])
def test_a_page_of_any_width_is_joined(paragraphs: tuple[str, ...], width: int) -> None:
    assert joined("A title\n\n" + "\n\n".join(wrapped(paragraphs, width))) == ["A title", *paragraphs]


@pytest.mark.parametrize("width", [60, 72, 100])
def test_double_spaced_lines_are_joined(width: int) -> None:
    pages = [page.replace("\n", "\n\n") for page in wrapped(ENGLISH, width)]
    assert joined("A title\n\n" + "\n\n\n\n".join(pages)) == ["A title", *ENGLISH]


@pytest.mark.parametrize("width", [50, 66, 90])
def test_an_indent_begins_a_paragraph(width: int) -> None:
    assert joined("A title\n\n" + "\n".join(wrapped(ENGLISH, width, "    "))) == ["A title", *ENGLISH]
    assert joined("A title\n\n" + "\n\n".join(wrapped(ENGLISH, width, "    ", "    "))) == ["A title", *ENGLISH]


@pytest.mark.parametrize("width", [60, 76])
def test_quoted_lines_are_joined_behind_one_mark(width: int) -> None:
    quoted = "\n>\n".join(wrapped(ENGLISH, width, "> ", "> "))
    assert joined(f"A title\n\n{quoted}") == ["A title", f"> {ENGLISH[0]}", ">", f"> {ENGLISH[1]}"]


@pytest.mark.parametrize("mark", ["> ", ">", ">> "])
def test_what_is_quoted_as_a_whole_is_read_without_the_marks(mark: str) -> None:
    page = "A title\n\n" + "\n\n".join(wrapped(ENGLISH, 60))
    quoted = "\n".join(f"{mark}{line}".rstrip() for line in page.split("\n"))
    assert joined(quoted) == ["A title", *ENGLISH]


HYPHENS = {
    """Die Fähre zu den Inseln legt ab Montag eine Stunde später ab, weil der Kai um-
gebaut wird und am alten Anleger kein Platz für zwei Schiffe ist. Die Reede-
rei bittet um Geduld und bietet allen Wartenden einen Kaffee an, auch die Früh-
und Spätschicht hilft.""": ("weil der Kai umgebaut wird", "Die Reederei bittet", "die Früh- und Spätschicht"),
    """The ferry to the islands leaves an hour later from Monday on, a well-
known captain of the company said at noon. Whoever has bought a ticket
can use it on any other day of the month.""": ("a well-known captain",),
    """The ferry to the islands leaves an hour later from Monday on, the cap-
tain of the company said at noon. Whoever has bought a ticket already
can use it on any other day of the month, and so can the captain.""": ("the captain of",),
}


@pytest.mark.parametrize(("page", "expected"), HYPHENS.items())
def test_a_hyphen_goes_where_it_was_of_the_break(page: str, expected: tuple[str, ...]) -> None:
    (_, text) = joined(f"A title\n\n{page}")
    assert all(map(text.__contains__, expected))


def test_the_rest_of_an_item_may_be_indented() -> None:
    items = [f"* {ENGLISH[1]}", f"* {GERMAN[1]}"]
    page = "\n".join(textwrap.fill(item, 60, subsequent_indent="  ") for item in items)
    assert joined(f"A title\n\n{page}") == ["A title", *items]


def test_a_script_without_blanks_is_joined_without_them() -> None:
    (text,) = CHINESE
    page = "\n".join(text[at : at + 30] for at in range(0, len(text), 30))
    assert joined(f"标题\n\n{page}") == ["标题", text]


@pytest.mark.parametrize("width", [50, 60, 72])
def test_a_title_that_was_broken_is_whole_again(width: int) -> None:
    read = article(*textwrap.wrap(TITLE, width), "", *"\n\n".join(wrapped(ENGLISH, width)).split("\n"))
    assert (read.title, read.paragraphs) == (TITLE, ENGLISH)


@pytest.mark.parametrize("width", [60, 200])
def test_a_title_is_whole_again_that_was_broken_where_none_ends(width: int) -> None:
    page = "\n\n".join(wrapped(ENGLISH, width))
    assert joined(f"A bridge that is lit by the\nlamps of the harbour\n\n{page}") == [
        "A bridge that is lit by the lamps of the harbour",
        *ENGLISH,
    ]
    assert joined(f"What the bridge is lit by\nby Anna Roy\n\n{page}")[1] == "by Anna Roy"


@pytest.mark.parametrize("indent", ["", "  "])
def test_a_title_is_whole_again_above_a_text_that_was_not_broken(indent: str) -> None:
    title = textwrap.fill(TITLE, 54, subsequent_indent=indent)
    assert joined(f"{title}\n\n" + "\n\n".join(ENGLISH)) == [TITLE, *ENGLISH]


def test_the_last_line_of_a_title_may_say_little() -> None:
    title = "The ferry to the islands leaves later,\nsays the company, from next Monday on-\nward"
    whole = "The ferry to the islands leaves later, says the company, from next Monday on-ward"
    assert joined(f"{title}\n\n" + "\n\n".join(ENGLISH)) == [whole, *ENGLISH]


def test_a_line_drawn_below_a_title_does_not_join_it() -> None:
    assert joined("A title\n=======\n\n" + "\n\n".join(wrapped(ENGLISH, 60)))[:2] == ["A title", "======="]


@pytest.mark.parametrize("line", ["By Anna Roy", "10 May 2016", "A lead in capitals of its own. It ends."])
def test_what_stands_below_a_title_is_no_part_of_it(line: str) -> None:
    title = textwrap.wrap(TITLE, 60)[0]
    text = f"{title}\n{line}\n\n" + "\n\n".join(wrapped(ENGLISH, 60))
    assert joined(text)[:2] == [title, line]


def test_text_directly_below_a_title_does_not_join_it() -> None:
    assert joined("A title\n" + "\n\n".join(wrapped(ENGLISH, 60))) == ["A title", *ENGLISH]


BROKEN_ELSEWHERE = [
    (
        "Le vent se lève, il faut tenter de vivre encore,\nL’air immense ouvre et referme mon livre d’or,\n"
        "La vague en poudre ose jaillir des rocs du bord,\nEnvolez-vous, pages tout éblouies dehors."
    ),
    (
        "two cups of flour for the dough\na spoon of salt, and one of sugar, mixed with warm water\nthree eggs\n"
        "a glass of milk that stood in the kitchen for an hour"
    ),
    "Harbour Museum of Shipping and Trade\n12 Old Quay Street, third floor\nNewport AB1 2CD\nUnited Kingdom",
    "- a train in the morning that goes to the capital\n- one at night\n- a third on Sundays only, in summer",
    (
        "Minister resigns after a vote on the harbour budget\n\nTrains are late again as storm hits northern coast\n\n"
        "Schools close early on Friday because of this heat\n\nMuseum of the sea opens its new wing for children"
    ),
]


@pytest.mark.parametrize("text", BROKEN_ELSEWHERE)
def test_verses_lists_addresses_and_headlines_stay_as_they_are(text: str) -> None:
    assert joined(f"A title\n\n{text}") == ["A title", *filter(None, text.split("\n"))]


def test_lines_that_were_joined_are_said_with_the_first() -> None:
    text = "A title\n\n" + "\n\n".join(wrapped(ENGLISH, 60))
    said = [each for each in parse(text.encode(), "a.txt", Defaults()).evidence if each.field == "joined"]
    assert [(each.line, each.value) for each in said] == [(3, "7 lines to 3")]
