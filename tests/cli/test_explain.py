"""`feeds explain` says why an article is this entry; what takes an entry takes a file or a title as well."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests import forks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

BRIDGE = "Bridge\n\nThe bridge over the river was opened again on Monday after two years of works, they said.\n"
FEAST = "Feast\n\nActors from Naples, Ghent and Seville will play on the quays until the end of August this year.\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "1.txt").write_text(BRIDGE)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        return forks.run(words, tmp_path, kept)

    assert run("ingest", "seeds").returncode == 0
    return run


def test_explain_tells_keys_files_and_what_became_of_an_entry(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "1.txt").write_text(BRIDGE.replace("Monday", "Tuesday"))
    run("ingest", "seeds")
    (tmp_path / "seeds" / "1.txt").write_text(FEAST)
    run("ingest", "seeds")
    (tmp_path / "seeds" / "2.txt").write_text(BRIDGE)
    run("ingest", "seeds")
    run("withdraw", "Bridge", "--reason", "a mistake")
    told = run("explain", "seeds/2.txt").stdout
    assert told.startswith("Bridge\n  id         urn:uuid:")
    assert "state      withdrawn: a mistake" in told and "seeds/2.txt  there, the one that is shown" in told
    history = [line.split("Z  ")[1] for line in told.splitlines() if "history" in line]
    assert history == [
        "edited  seeds/1.txt  the path, whose text was edited",
        "left  seeds/1.txt  its file says another article",
        "joined  seeds/2.txt  its text, moved or copied",
        "withdrawn  a mistake",
    ]
    assert "begun  seeds/1.txt  new, by its path" in run("explain", "seeds/1.txt").stdout
    assert run("explain", "nothing here").returncode == 1


def test_withdraw_takes_a_file_and_says_candidates_where_a_title_is_not_enough(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "2.txt").write_text(FEAST.replace("Feast", "Bridge"))
    run("ingest", "seeds")
    refused = run("withdraw", "Bridge")
    assert refused.returncode == 1 and refused.stderr.count("\n  urn:uuid:") == 2
    assert run("withdraw", str(tmp_path / "seeds" / "1.txt")).stdout.endswith("\tBridge\n")
    assert "state      published" in run("explain", "seeds/2.txt").stdout


def test_whatever_takes_an_article_takes_a_file_a_title_and_its_addresses(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "2.txt").write_text(f"{FEAST}\nPartager : https://short.example/aaa111\n")
    run("ingest", "seeds")
    file = str(tmp_path / "seeds" / "2.txt")
    entry = run("withdraw", file).stdout.split("\t")[0]
    page = run("resolve", "short.example/aaa111", entry).stdout
    places = [
        f"{host}/entries/feast-{entry[9:17]}" for host in ("http://127.0.0.1:8000", "https://old.example:8443/news")
    ]
    assert page.count("gone") == 2
    for name in (
        file,
        "Feast",
        entry,
        entry.removeprefix("urn:uuid:"),
        "short.example/aaa111",
        f"feast-{entry[9:17]}",
        *places,
    ):
        done = run("explain", name)
        assert (done.returncode, done.stderr) == (0, ""), name
    for command in ("restore", "stats", "withdraw"):
        done = run(command, file)
        assert (done.returncode, done.stderr) == (0, ""), command
    assert run("alias", file, f"alias-{entry[9:13]}").stdout.startswith("http://")


def test_what_names_no_article_or_several_is_said_with_those_it_may_mean(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "empty.txt").write_text("")
    for name, text in (("2", BRIDGE.replace("Bridge", "The Bridge")), ("3", FEAST)):
        (tmp_path / "seeds" / f"{name}.txt").write_text(f"{text}\nPartager : https://short.example/aaa111\n")
    run("ingest", "seeds")
    told = {
        "bridge": ("no such entry; is one of these meant?", ["Bridge", "The Bridge"]),
        "seeds/empty.txt": ("no article was read from it", []),
        "seeds": ("it is a folder: name files in it\n", []),
        "short.example/aaa111": ("2 articles have it; name one by its id:", ["Feast", "The Bridge"]),
        "zebra": ("no such entry\n", []),
        "seeds/9.txt": ("no such entry, and no such file\n", []),
    }
    for command in (("withdraw",), ("restore",), ("alias",)):
        for name, (reason, titles) in told.items():
            done = run(*command, name, *(["an-alias"] if command == ("alias",) else []))
            assert done.returncode == 1 and f"feeds: {name}: {reason}" in done.stderr
            assert sorted(line.split("  ")[2] for line in done.stderr.splitlines()[1:]) == titles
    assert run("explain", "short.example/aaa111").stdout.count("state ") == 2


def test_file_of_many_articles_names_them(run: Run, tmp_path: Path) -> None:
    line = '{{"title": "{0}", "text": "{0} was told in a file of many, in other words than its neighbours: {1}."}}\n'
    texts = [line.format(title, text) for title, text in (("One", "a bridge"), ("Two", "the fish market of Ghent"))]
    file = tmp_path / "seeds" / "many.jsonl"
    file.write_text("".join(texts))
    run("ingest", "seeds")
    refused = run("withdraw", str(file))
    assert "2 articles have it" in refused.stderr and refused.stderr.count("\n  urn:uuid:") == 2
    assert run("explain", str(file)).stdout.count("state      published") == 2
    done = run("withdraw", f"{file}:2", "--erase")
    assert done.stdout.endswith("\tTwo\n") and "many.jsonl still has the text" in done.stderr
    run("ingest", "seeds")
    assert "state      withdrawn, and erased" in run("explain", f"{file}:2").stdout
    run("restore", f"{file}:2")
    assert run("explain", "Two").stdout.startswith("Two\n") and "published" in run("explain", "One").stdout


def test_what_was_erased_is_told_from_what_was_withdrawn_and_its_file_is_named_at_every_run(
    run: Run, tmp_path: Path
) -> None:
    seeds = tmp_path / "seeds"
    (seeds / "2.md").write_text(f"---\nurl: https://a.example/the-feast\n---\n\n# {FEAST}")
    run("ingest", "seeds")
    assert run("withdraw", "--erase", "Bridge", "--reason", "a wish").stdout.endswith("\tBridge\n")
    run("withdraw", "Feast")
    (seeds / "1.txt").write_text(FEAST.replace("Feast", "The market").replace("Naples", "Bruges"))
    for _ in range(2):
        done = run("ingest", "seeds")
        assert done.stdout == "0 new, 0 changed, 1 unchanged, 0 in conflict, 0 refused, 1 kept back\n"
        assert f"kept back: {seeds}/1.txt: its article" in done.stderr and "was erased" in done.stderr
    status = run("status").stdout
    assert "entries\twithdrawn\t1\n" in status and "entries\terased\t1\n" in status
    assert "kept back\tseeds/1.txt\tits article" in status
    told = [line.split("\t")[1:] for line in run("list", "--withdrawn").stdout.splitlines()]
    assert told == [
        ["withdrawn", "Feast", "seeds/2.md", ""],
        ["withdrawn, and erased", "(erased)", "seeds/1.txt", "a wish"],
    ]
    assert "seeds/1.txt  there, kept back\n" in run("explain", "seeds/1.txt").stdout


def test_explain_of_what_was_erased_tells_what_is_true_and_nothing_that_was_erased(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "seeds" / "2.md"
    file.write_text(text := f"---\nurl: https://a.example/the-feast\n---\n\n# {FEAST}")
    run("ingest", "seeds")
    run("withdraw", "--erase", "Feast")
    file.unlink()
    told = run("explain", "seeds/2.md").stdout
    assert "state      withdrawn, and erased\n" in told and "seeds/2.md  gone\n" in told
    assert "made of    a key that was erased\n" in told and "key        url  (erased)\n" in told
    assert "the-feast" not in told
    assert run("resolve", told.split("urn:uuid:")[1][:36]).stdout.split("\t")[1] == "gone\n"
    assert run("restore", "seeds/2.md").returncode == 1
    assert "state      erased, then restored: it comes back with its file\n" in run("explain", "seeds/2.md").stdout
    file.write_text(text.replace("Naples", "Bruges"))
    run("ingest", "seeds")
    told = run("explain", "seeds/2.md").stdout
    assert "state      published\n" in told and "made of    url  https://a.example/the-feast\n" in told
    assert "edited  seeds/2.md  read again, after its text had been erased\n" in told


def test_file_that_is_as_it_was_and_says_something_else_is_said_to_be_read_otherwise(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "_defaults.yaml").write_text("tags: [river]\n")
    assert "1 changed" in run("ingest", "seeds").stdout
    assert "edited  seeds/1.txt  the file is as it was, and is read in another way\n" in run("explain", "Bridge").stdout


def test_what_was_withdrawn_or_is_public_already_is_said_to_be_so(run: Run) -> None:
    for words, said in (
        (("restore", "Bridge"), "it is published"),
        (("withdraw", "Bridge"), ""),
        (("withdraw", "Bridge", "--reason", "again"), "it is withdrawn"),
        (("withdraw", "Bridge", "--legal"), ""),
        (("withdraw", "Bridge"), "it is blocked by law"),
        (("withdraw", "Bridge", "--erase"), ""),
        (("withdraw", "seeds/1.txt", "--erase"), "it is blocked by law, and erased"),
    ):
        done = run(*words)
        assert done.returncode == 0
        assert (f"nothing to do: {said}\n" in done.stderr, done.stdout == "") == (bool(said), bool(said)), words
