"""The commands as a shell sees them: what they print and where, and how they exit."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import click
import pytest

from feeds.cli import main
from feeds.config import Settings
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from tests.cli.shell import ARTICLE, FEEDS, Shell

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_ingest_reads_the_configured_folder_and_sums_up(shell: Shell) -> None:
    first, second = shell.run("ingest"), shell.run("ingest")
    assert (first.returncode, first.stdout.count("\n"), first.stderr) == (0, 1, "")
    assert first.stdout.startswith("2 new")
    assert second.stdout.startswith("0 new") and "2 unchanged" in second.stdout


def test_ingest_takes_folders_and_files(shell: Shell) -> None:
    assert shell.run("ingest", "seeds/aaa111.txt").stdout.startswith("1 new")
    assert shell.run("ingest", "seeds").stdout.startswith("1 new")


def test_refused_file_is_named_each_time_until_it_is_mended(shell: Shell) -> None:
    bad = shell.articles / "bad.txt"
    bad.write_bytes(b"")
    for _ in range(2):
        done = shell.run("ingest")
        assert done.returncode == 1
        assert "bad.txt" in done.stderr and "1 refused" in done.stdout
    bad.unlink()
    assert shell.run("ingest").returncode == 0


def test_repaired_file_is_named_when_it_is_read(shell: Shell) -> None:
    (shell.articles / "odd.txt").write_text("---\ntitle: a: b\n---\nUn titre\n\nUn texte.\n", encoding="utf-8")
    for number in range(25):
        (shell.articles / f"old{number}.txt").write_bytes(f"L’été {number}\n\nUn texte.\n".encode("cp1252"))
    done = shell.run("ingest")
    told = done.stderr.splitlines()
    assert (done.returncode, len(told)) == (0, 2)
    assert "odd.txt:2: front matter cannot be read" in told[0]
    assert told[1].endswith("old0.txt:1: the file is not UTF-8, read as Windows-1252 (24 more like it)")
    assert shell.run("ingest").stderr == ""


def test_share_address_of_two_articles_is_named_at_every_run(shell: Shell) -> None:
    other = "Le marché couvert ferme\n\nIl fermera en mars pour six mois, dit la ville.\n\nPartager : https://short.example/aaa111\n"
    (shell.articles / "other.txt").write_text(other, encoding="utf-8")
    first, second = shell.run("ingest"), shell.run("ingest")
    assert "conflict: " in first.stderr
    assert second.stderr.startswith("ambiguous: https://short.example/aaa111 leads to 2 articles: ")


def test_commands_with_other_settings_change_no_feed(filled: Shell) -> None:
    url = f"sqlite:///{filled.folder}/instance/feeds.db"
    served = create_app(Settings(database_url=url, site_url="https://news.example.org", site_language="fr"))
    served.extensions[EXTENSION].close()
    with sqlite3.connect(filled.folder / "instance" / "feeds.db") as store:
        stamp = store.execute("SELECT * FROM fact WHERE name LIKE 'stamp%' ORDER BY name").fetchall()
        for command in (["ingest"], ["list"], ["check"], ["resolve", "short.example/aaa111"]):
            assert filled.run(*command).returncode == 0
        assert store.execute("SELECT * FROM fact WHERE name LIKE 'stamp%' ORDER BY name").fetchall() == stamp != []
    store.close()


def test_parse_shows_fields_or_an_object_a_line(shell: Shell) -> None:
    text = shell.run("parse", "seeds")
    assert text.returncode == 0 and "La passerelle du port rouvre" in text.stdout
    rows = [json.loads(line) for line in shell.run("parse", "--json", "seeds").stdout.splitlines()]
    assert len(rows) == 2
    assert not (shell.folder / "instance").exists()


def test_withdraw_and_restore_print_what_they_turned(filled: Shell) -> None:
    gone = filled.run("withdraw", "short.example/aaa111", "--reason", "a mistake")
    assert gone.returncode == 0
    entry, title = gone.stdout.rstrip("\n").split("\t")
    assert (entry[:9], title) == ("urn:uuid:", "La passerelle du port rouvre")
    assert filled.run("resolve", "short.example/aaa111").stdout == "short.example/aaa111\tgone\n"
    assert filled.run("restore", entry).stdout == gone.stdout
    assert filled.run("resolve", "short.example/aaa111").returncode == 0


def test_what_is_not_found_is_said_and_the_rest_is_done(filled: Shell) -> None:
    done = filled.run("withdraw", "nope", "short.example/aaa111", "https://bit.ly/x")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert "nope: no such entry" in done.stderr and "https://bit.ly/x: no such entry" in done.stderr


def test_list_prints_sources_and_tags_with_their_counts(filled: Shell) -> None:
    rows = [line.split("\t") for line in filled.run("list").stdout.splitlines()]
    assert ["source", "afp", "AFP", "1"] in rows
    objects = [json.loads(line) for line in filled.run("list", "--json").stdout.splitlines()]
    assert [[o["kind"], o["slug"], o["label"], str(o["entries"])] for o in objects] == rows


def test_check_finds_nothing_wrong(filled: Shell) -> None:
    done = filled.run("check")
    assert (done.returncode, done.stdout) == (0, "")


def test_help_names_every_command_and_setting(shell: Shell) -> None:
    shown = " ".join(shell.run("--help").stdout.split())
    for name, command in main.commands.items():
        assert f" {name} {command.get_short_help_str(limit=1000)}" in shown
    assert "feeds ingest [OPTIONS] [PATH…]" in shell.run("ingest", "--help").stdout
    options = shell.run("serve", "--help").stdout
    assert "--port" in options and "FEEDS_SITE_URL" in options
    assert shell.run("--version").returncode == 0


def test_folder_in_place_of_a_command_is_answered_with_what_serves_it(shell: Shell) -> None:
    done = shell.run("seeds")
    assert done.returncode == 2 and "`feeds serve seeds` serves it" in done.stderr
    assert "serves it" not in shell.run("shortlinks", "seeds").stderr


def commands_of(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), list(commands_of(main, "feeds")))
def test_help_of_every_command_has_an_example_and_is_not_cut(path: str, command: click.Command) -> None:
    shown = command.get_help(click.Context(command, info_name=path))
    assert f"  Example: {path}" in shown
    assert not [line for line in shown.splitlines() if line.startswith("  ") and line.endswith("...")]


@pytest.mark.parametrize("files", [12, 100])
def test_reader_that_goes_away_ends_the_command_as_it_ends_any_other(shell: Shell, files: int) -> None:
    for number in range(files):
        text = ARTICLE.format(code=f"x{number:05}", agency="AFP") + "\n" + "Un paragraphe de plus, assez long. " * 300
        (shell.articles / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [str(FEEDS), "parse", "--json", "seeds"]
    with subprocess.Popen(command, cwd=shell.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as feeds:
        assert feeds.stdout and feeds.stderr
        assert feeds.stdout.read(10) == b'{"file": "'
        feeds.stdout.close()
        assert feeds.stderr.read() == b""
    assert feeds.returncode == -signal.SIGPIPE


def test_feeds_toml_is_read_in_the_working_folder(shell: Shell) -> None:
    (shell.folder / "feeds.toml").write_text('site_url = "https://news.example.org"\n', encoding="utf-8")
    shell.run("ingest")
    assert "https://news.example.org/entries/" in shell.run("resolve", "short.example/aaa111").stdout
    (shell.folder / "feeds.toml").write_text("prot = 1\n", encoding="utf-8")
    done = shell.run("list")
    assert done.returncode == 2 and "there is no setting 'prot'" in done.stderr


def test_erased_text_is_in_no_file_of_the_store_and_in_no_later_backup(filled: Shell) -> None:
    file = filled.articles / "aaa111.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("lundi", "dimanche"), encoding="utf-8")
    filled.run("ingest")
    done = filled.run("withdraw", "seeds/aaa111.txt", "--erase")
    assert done.returncode == 0 and "seeds/aaa111.txt still has the text" in done.stderr
    filled.run("backup", "kept.db")
    kept = [filled.folder / "kept.db", *(filled.folder / "instance").iterdir()]
    assert not any(word in place.read_bytes() for place in kept for word in (b"dimanche", b"AFP\n"))
    assert filled.run("resolve", "short.example/aaa111").stdout == "short.example/aaa111\tgone\n"
    assert "(erased)\n" in filled.run("explain", "seeds/aaa111.txt").stdout
    assert filled.run("ingest").stdout.startswith("0 new, 0 changed")
    assert filled.run("restore", "seeds/aaa111.txt").returncode == 0
    assert filled.run("resolve", "short.example/aaa111").stdout.split("\t")[1] == "ok"
    filled.run("withdraw", "seeds/aaa111.txt", "--erase")
    file.unlink()
    done = filled.run("restore", "short.example/aaa111")
    assert done.returncode == 1 and "no file has its text" in done.stderr and "\\t" not in done.stderr
    assert filled.run("resolve", "short.example/aaa111").stdout == "short.example/aaa111\tgone\n"
