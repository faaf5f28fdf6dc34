"""What a folder says of its articles."""

from __future__ import annotations

from pathlib import Path

from feeds.parsers import Defaults, load_defaults, parse


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_defaults.yaml").write_text(text, "utf-8")


def test_nearest_folder_wins_and_inherits_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "language: fr\nsource: AFP\ntimezone: Europe/Paris\n")
    write(tmp_path / "tr" / "izmir", "language: tr_TR\ntags: [Türkiye, deprem]\n")
    tree = load_defaults(tmp_path, "en", "UTC")
    assert tree.for_file("a.txt") == Defaults("fr", "Europe/Paris", "AFP", (), "en", "UTC")
    assert tree.for_file("tr/a.txt") == tree.for_file("a.txt")
    assert tree.for_file("tr/izmir/a.txt") == Defaults(
        "tr-TR", "Europe/Paris", "AFP", ("Türkiye", "deprem"), "en", "UTC"
    )
    assert tree.problems == []


def test_defaults_without_files_are_the_sites(tmp_path: Path) -> None:
    assert load_defaults(tmp_path, "de", "Europe/Berlin").for_file("x/y.txt") == Defaults(
        timezone="Europe/Berlin", site_language="de", site_timezone="Europe/Berlin"
    )


def test_bad_defaults_are_reported_with_their_line_and_left_out(tmp_path: Path) -> None:
    write(tmp_path, "language: fr\ncolour: red\ntimezone: Mars/Olympus\n")
    write(tmp_path / "a", "language: [unclosed\n")
    write(tmp_path / "b", "just words\n")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "_defaults.yaml").write_bytes(b"\xff\xfe\x00")
    tree = load_defaults(tmp_path, "en", "UTC")
    for name in ("a/x.txt", "a/y.txt", "b/x.txt", "c/x.txt"):
        assert tree.for_file(name).language == "fr"
    told = [str(problem) for problem in tree.problems]
    assert told[:2] == [
        "_defaults.yaml:2: colour is not one of language, source, tags, timezone, ignore, drop, fields, folders",
        "_defaults.yaml:3: timezone cannot be 'Mars/Olympus'",
    ]
    assert told[2].startswith("a/_defaults.yaml:")
    assert told[3].startswith("b/_defaults.yaml:1: must hold fields")
    assert told[4].startswith("c/_defaults.yaml: cannot be read")


def test_fingerprint_changes_with_any_default() -> None:
    prints = {
        defaults.fingerprint
        for defaults in (
            Defaults(),
            Defaults(language="fr"),
            Defaults(source="AFP"),
            Defaults(tags=("a",)),
            Defaults(timezone="Europe/Paris"),
        )
    }
    assert len(prints) == 5
    assert Defaults().fingerprint == Defaults().fingerprint


def test_folder_defaults_hold_where_the_file_says_nothing() -> None:
    defaults = Defaults("fr", "Europe/Paris", "Le Journal", ("Turquie",))
    article = parse(
        b"A title\n\n10/05/2016\n\nSome words in English that stand here.\n\nAA\n", "a.txt", defaults
    ).article
    assert article.language == "fr"
    assert [source.slug for source in article.sources] == ["anadolu-agency", "le-journal"]
    assert [(tag.slug, tag.label) for tag in article.tags] == [("turkey", "Turquie")]
    assert article.stated_tags == ()
    assert article.published is not None
    assert article.published.isoformat() == "2016-05-10T00:00:00+02:00"


def test_lines_of_the_folder_are_dropped_wherever_they_stand(tmp_path: Path) -> None:
    write(tmp_path, "drop: [Subscribers first, '* people read this']\n")
    write(tmp_path / "a", "drop: ['What [we] say? *']\n")
    tree = load_defaults(tmp_path, "en", "UTC")
    text = (
        b"SUBSCRIBERS FIRST\n\nThe pier opens\n\n1,204 people read this\n\n"
        b"The pier opens on Monday, said the mayor.\n\n> Subscribers first!\n\n"
        b"What [we] say? Much.\n\nWhat w say? Much.\n\nIt was closed for as long as we remember.\n"
    )
    above, below = (parse(text, name, tree.for_file(name)) for name in ("a.txt", "a/a.txt"))
    assert above.article.title == "The pier opens"
    left = [line for line in above.article.paragraphs if line not in below.article.paragraphs]
    assert left == ["What [we] say? Much."]
    assert "What w say? Much." in below.article.paragraphs
    dropped = [evidence.value for evidence in above.evidence if evidence.rule == "dropped by _defaults.yaml"]
    assert dropped == ["SUBSCRIBERS FIRST", "1,204 people read this", "> Subscribers first!"]


def test_alias_bomb_is_refused_in_a_line(tmp_path: Path) -> None:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    bomb = "a: &a [x]\n" + "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairs)
    (tmp_path / "_defaults.yaml").write_text(bomb + "language: *i\n")
    tree = load_defaults(tmp_path, "en", "UTC")
    tree.for_file("one.txt")
    assert [(one.line, len(one.reason) < 200) for one in tree.problems] == [(2, True)]
    assert "alias" in tree.problems[0].reason


def test_message_does_not_repeat_a_long_value(tmp_path: Path) -> None:
    (tmp_path / "_defaults.yaml").write_text("language: " + "x" * 30_000 + "\n")
    tree = load_defaults(tmp_path, "en", "UTC")
    tree.for_file("one.txt")
    assert len(tree.problems[0].reason) < 200


def test_names_of_folders_say_what_the_folder_above_says_they_do(tmp_path: Path) -> None:
    write(tmp_path, "folders: [source, tags]\ntags: [press]\n")
    write(tmp_path / "Le Monde" / "own", "folders: [language]\n")
    tree = load_defaults(tmp_path, "en", "UTC")
    assert tree.for_file("x.txt").source is None
    found = tree.for_file("AFP/climate_change/deeper/x.txt")
    assert (found.source, found.tags) == ("AFP", ("press", "climate change"))
    assert tree.for_file("Le Monde/own/fr/x.txt").language == "fr"
    assert tree.for_file("Le Monde/own/any words/x.txt").language is None
    assert not tree.problems
