"""A new user's first minute: a folder is named, settings are written and shown, and nothing is made by looking."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from feeds.config import FILE, Settings, read_settings

if TYPE_CHECKING:
    from tests.cli.shell import Shell


@pytest.mark.parametrize("command", ["serve", "ingest"])
def test_without_a_folder_it_is_said_what_to_do(shell: Shell, command: str) -> None:
    done = shell.run(command, FEEDS_ARTICLES="")
    assert done.returncode == 2 and f"`feeds {command} FOLDER`" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        *(["list"], ["status"], ["check"], ["stats"], ["resolve", "x"], ["explain", "x"], ["withdraw", "x"]),
        *(["restore", "x"], ["alias", "x", "abc"], ["shortlinks", "export"], ["config"]),
    ],
    ids=" ".join,
)
def test_commands_that_look_make_no_store(shell: Shell, command: list[str]) -> None:
    done = shell.run(*command)
    assert not (shell.folder / "instance").exists()
    if command != ["config"]:
        assert done.returncode == 2 and "there is no store at sqlite:///instance/feeds.db" in done.stderr


def test_init_writes_settings_that_can_be_read_and_writes_over_nothing(shell: Shell) -> None:
    assert shell.run("init", "seeds").returncode == 0
    written = (shell.folder / FILE).read_text("utf-8")
    assert tomllib.loads(written) == {"articles": ["seeds"]}
    assert shell.run("ingest", FEEDS_ARTICLES="").stdout.startswith("2 new")
    assert shell.run("init").returncode == 1 and (shell.folder / FILE).read_text("utf-8") == written


def test_written_file_has_every_setting_once_with_a_value_that_can_be_used(shell: Shell) -> None:
    shell.run("init")
    commented = (shell.folder / FILE).read_text("utf-8").splitlines()
    lines = [line.removeprefix("# ") for line in commented if " = " in line]
    given = tomllib.loads("\n".join(lines))  # which takes none twice
    assert set(given) == {field.name for field in fields(Settings)}
    (shell.folder / FILE).write_text("\n".join(lines), "utf-8")
    settings, default = read_settings({}, shell.folder)[0], Settings()
    of_examples = {
        "agencies",
        "articles",
        "card_fonts",
        "content_signal",
        "database_read_url",
        "ignore",
        "page_language",
        "site_id",
        "vocabulary",
        "hubs",
        "private",
        "selections",
        "share_hosts",
        "trusted_proxies",
        "workers",
    }
    other = {name for name in given if getattr(settings, name) != getattr(default, name)}
    assert {name for name in other if not name.startswith("site_")} <= of_examples


@pytest.mark.parametrize(
    ("name", "file"),
    [("about", "about.md"), ("imprint", "imprint.txt"), ("stylesheet", "own.css"), ("logo", "./logo.svg")],
)
def test_file_of_a_setting_that_is_not_there_is_said_by_whatever_looks(filled: Shell, name: str, file: str) -> None:
    named = {f"FEEDS_SITE_{name.upper()}": file}
    fault = f"FEEDS_SITE_{name.upper()} names {file}: no such file"
    refused = filled.run("serve", **named)
    assert (refused.returncode, refused.stderr) == (2, f"feeds: {fault}\n")
    assert filled.run("config", **named).stderr == f"feeds: {fault}\n"
    assert f"setting\tsite_{name}\t{fault}\n" in filled.run("status", **named).stdout
    assert f"to do\tpages\t{fault}\n" in filled.run("doctor", **named).stdout
    (filled.folder / file).write_bytes(b"\xff")
    if name in {"about", "imprint"}:
        assert f"names {file}: it is no text in UTF-8" in filled.run("config", **named).stderr
    else:
        assert filled.run("config", **named).stderr == ""


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("CONTACT", "the desk", "an e-mail address such as desk@example.org, or a web address such as https://"),
        (
            "LOGO",
            "logo.png",
            "the address of a picture, https://…, or a file that begins with / or ./, such as ./logo.png",
        ),
        ("LOGO", "./logo.exe", "a picture, whose name ends in one of .gif, "),
        ("LOGO", "ftp://a.example/l.png", "or a file that begins with / or ./, such as ./logo.svg"),
    ],
)
def test_value_that_cannot_be_used_is_said_with_what_is_wanted(
    shell: Shell, name: str, value: str, wanted: str
) -> None:
    said = shell.run("config", **{f"FEEDS_SITE_{name}": value}).stderr
    assert said.startswith(f"feeds: FEEDS_SITE_{name}: {value!r} cannot be used: it takes ") and wanted in said


def test_config_tells_each_setting_its_value_and_where_it_comes_from(filled: Shell) -> None:
    (filled.folder / FILE).write_text('site_title = "Le jour"\n', encoding="utf-8")
    url = "postgresql+psycopg://me:secret@localhost:1/x"
    lines = filled.run("config", FEEDS_PORT="8081").stdout.splitlines()
    found = {name: (value, origin) for name, value, origin in (line.split("\t") for line in lines)}
    assert set(found) == {field.name for field in fields(Settings)} | {"site_id in the store"}
    assert found["site_title"] == ("Le jour", f"site_title in {filled.folder / FILE}")
    assert found["port"] == ("8081", "FEEDS_PORT") and found["window"] == ("50", "the default")
    assert len(found["site_id in the store"][0]) == 32
    rows = filled.run("config", "--json", FEEDS_DATABASE_URL=url).stdout
    assert "secret" not in rows and [json.loads(row)["setting"] for row in rows.splitlines()] == list(found)
