"""Who wrote a text, and for whom: every author one, agencies sources, roles, places and editors nobody."""

from __future__ import annotations

import pytest

from feeds.enrich.bylines import byline, desk_signature, signature

BYLINES = {
    "Ein Interview von Anna Kern mit Sonja Wolf.": (["Anna Kern"], []),
    "Text von Anna Kern Illustration von Max Wolf": (["Anna Kern"], []),
    "Autor Anna Kern:": (["Anna Kern"], []),
    "Posted by Ann Roy, Harbour Project Marketing, Quayside": (["Ann Roy"], []),
    "By Ann Roy, Senior Staff Technologist, Harbour Speech, Privacy, and Technology Project": (["Ann Roy"], []),
    "von Till Kern , Max Wolf , Martin Roy": (["Till Kern", "Max Wolf", "Martin Roy"], []),
    "Kolumnist*in: Anna Kern": (["Anna Kern"], []),
    "By Anna Roy (Reuters)": (["Anna Roy"], ["reuters"]),
    "Par Luc Bon | AFP": (["Luc Bon"], ["afp"]),
    "Von Ida Ernst • dpa": (["Ida Ernst"], ["dpa"]),
    "Por Ana Silva - EFE": (["Ana Silva"], ["efe"]),
    "Di Ugo Neri [ANSA]": (["Ugo Neri"], ["ansa"]),
    "By Anna Roy for the Associated Press": (["Anna Roy"], ["ap"]),
    "Par Luc Bon pour l’AFP": (["Luc Bon"], ["afp"]),
    "By Anna Roy, Tom Lee (AP)": (["Anna Roy", "Tom Lee"], ["ap"]),
    "By Anna Roy, Tom Lee, Sue Ray": (["Anna Roy", "Tom Lee", "Sue Ray"], []),
    "Par Luc Bon, Ève Roy et Jean-Marc Dû": (["Luc Bon", "Ève Roy", "Jean-Marc Dû"], []),
    "VON IDA ERNST UND KARL OTT": (["IDA ERNST", "KARL OTT"], []),
    "POR ANA SILVA Y LUIS GIL": (["ANA SILVA", "LUIS GIL"], []),
    "DI UGO NERI E ADA BRUNI": (["UGO NERI", "ADA BRUNI"], []),
    "BY JOHN E LEE": (["JOHN E LEE"], []),
    "Автор: Иван Серов и Анна Белова": (["Иван Серов", "Анна Белова"], []),
    "Door Jan Bos en Piet Smit": (["Jan Bos", "Piet Smit"], []),
    "By Anna Roy, Chief Political Correspondent": (["Anna Roy"], []),
    "By Anna Roy, The Evening Post": (["Anna Roy"], []),
    "By Anna Roy, Buenos Aires": (["Anna Roy"], []),
    "Von Ida Ernst, Vereinigtes Königreich": (["Ida Ernst"], []),
    "By Anna Roy, Senior Editor, and Tom Lee": (["Anna Roy", "Tom Lee"], []),
    "Par Le Phare avec AFP": ([], ["afp"]),
    "By Reuters Staff": ([], ["reuters"]),
    "By Anna Roy in London and Tom Lee in Paris": (["Anna Roy", "Tom Lee"], []),
    "Von unserer Korrespondentin Anna Meier": (["Anna Meier"], []),
    "Un reportage de Jeanne Roy": (["Jeanne Roy"], []),
    "记者 王小明": (["王小明"], []),
    "作者:王小明": (["王小明"], []),
    "홍길동 기자": (["홍길동"], []),
    "(서울=연합뉴스) 홍길동 기자": (["홍길동"], ["yonhap"]),
    "By Anna Roy Special to The Evening Post": (["Anna Roy"], []),
    "By ANNA ROY Associated Press": (["ANNA ROY"], ["ap"]),
    "Story by Anna Roy; photos by Tom Lee": (["Anna Roy"], []),
    "Door onze redacteur Jan Bos": (["Jan Bos"], []),
    "di Redazione ANSA": ([], ["ansa"]),
    "By Agence France-Presse": ([], ["afp"]),
    "Por Ana García con información de EFE": (["Ana García"], ["efe"]),
}


@pytest.mark.parametrize(("line", "expected"), BYLINES.items())
def test_a_byline_names_people_and_agencies(line: str, expected: tuple[list[str], list[str]]) -> None:
    found = byline(line)
    assert found is not None
    assert (list(found.authors), [source.slug for source in found.sources]) == expected


NO_BYLINES = ["By the sea", "Par ailleurs, rien", "Von hier an geht es bergab", "By 2020, all gone"]


@pytest.mark.parametrize("line", NO_BYLINES)
def test_a_line_that_only_begins_like_one_is_none(line: str) -> None:
    assert byline(line) is None


SIGNATURES = {
    "(Ève Roy, édité par Luc Bon)": ["Ève Roy"],
    "(Ève Roy et Jean Dû à Berlin, édité par Luc Bon)": ["Ève Roy", "Jean Dû"],
    "(Version française Luc Bon)": [],
    "(Reporting by Anna Roy and Tom Lee; editing by Sue Ray)": ["Anna Roy", "Tom Lee"],
    "Writing by Anna Roy; Editing by Sue Ray": ["Anna Roy"],
    "(Bericht von Ida Ernst, redigiert von Karl Ott)": ["Ida Ernst"],
    "(Reporte de Ana Silva, editado por Luis Gil)": ["Ana Silva"],
    "(Reportagem de Ana Silva; edição de Rui Sá)": ["Ana Silva"],
    "Editing by John Smith": [],
    "Édité par Jean Petit": [],
}


@pytest.mark.parametrize(("line", "authors"), SIGNATURES.items())
def test_who_edited_is_not_who_wrote(line: str, authors: list[str]) -> None:
    found = desk_signature(line)
    assert found is not None
    assert list(found.authors) == authors


NO_SIGNATURES = ["Editing by hand is slow", "(Anna Roy)", "The book, edited by Anna Roy, is out today."]


@pytest.mark.parametrize("line", NO_SIGNATURES)
def test_a_sentence_about_editing_is_no_signature(line: str) -> None:
    assert desk_signature(line) is None


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        *(("Anna Roy | AP", "ap"), ("Ida Ernst, dpa", "dpa"), ("Luc Bon · AFP", "afp"), ("Anna Rossi (ANSA)", "ansa")),
        *(("Jeanne Roy (avec AFP)", "afp"), ("Jeanne Roy, avec l’AFP", "afp"), ("Anna Roy - Reuters", "reuters")),
    ],
)
def test_a_name_with_its_agency_alone_is_a_signature(line: str, slug: str) -> None:
    found = signature(line)
    assert found is not None
    assert (len(found.authors), [source.slug for source in found.sources]) == (1, [slug])


@pytest.mark.parametrize("line", ["Paris, AFP", "San Francisco (AFP)", "Anna Roy, Berlin", "Anna Roy | Politics"])
def test_a_place_or_a_section_is_none(line: str) -> None:
    assert signature(line) is None


def test_a_name_beside_agencies_that_nobody_names_is_a_signature() -> None:
    found = signature("Anna Roy and agencies")
    assert found is not None
    assert (found.authors, found.sources) == (("Anna Roy",), ())
    assert signature("San Francisco - Reuters") is None
    both = signature("Anna Meier und Peter Schmidt, dpa")
    assert both is not None
    assert (both.authors, [source.slug for source in both.sources]) == (("Anna Meier", "Peter Schmidt"), ["dpa"])
