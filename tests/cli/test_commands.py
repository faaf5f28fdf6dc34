"""The commands as a shell sees them: what they print and where, and how they exit."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from feeds.config import Settings
from feeds.store.dialects import sqlite
from feeds.web import create_app
from feeds.web.base.services import EXTENSION

FEEDS = Path(sys.executable).with_name("feeds")
ARTICLE = (
    "La passerelle du port rouvre\n\nLa passerelle du port a rouvert lundi après deux ans, dit la mairie.\n\n"
    "{agency}\n\nPartager cet article? https://short.example/{code}\n"
)


class Shell:
    """A folder with articles, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "seeds"
        self.articles.mkdir()
        for code, agency in (("aaa111", "AFP"), ("bbb222", "Reuters")):
            (self.articles / f"{code}.txt").write_text(ARTICLE.format(code=code, agency=agency), encoding="utf-8")

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; whatever happens, it shows no traceback."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FEEDS_")}
        done = subprocess.run(
            [FEEDS, *arguments],
            cwd=self.folder,
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def filled(shell: Shell) -> Shell:
    assert shell.run("ingest").returncode == 0
    return shell


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
    assert (done.returncode, len(told)) == (0, 21)
    assert (
        "odd.txt:2: front matter cannot be read" in told[0] and told[-1] == "repaired: 6 more, which feeds parse shows"
    )
    assert shell.run("ingest").stderr == ""


def test_share_address_of_two_articles_is_named_at_every_run(shell: Shell) -> None:
    other = "Le marché couvert ferme\n\nIl fermera en mars pour six mois, dit la ville.\n\nPartager : https://short.example/aaa111\n"
    (shell.articles / "other.txt").write_text(other, encoding="utf-8")
    first, second = shell.run("ingest"), shell.run("ingest")
    assert "conflict: " in first.stderr
    assert second.stderr.startswith("ambiguous: https://short.example/aaa111 leads to 2 articles: ")


def test_file_that_is_no_article_is_said_to_be_none(shell: Shell) -> None:
    done = shell.run("ingest", "/etc/passwd")
    assert (done.returncode, done.stdout) == (2, "")
    assert "/etc/passwd: not an article" in done.stderr


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


def test_resolve_prints_a_record_a_line(filled: Shell) -> None:
    urls = ["https://short.example/aaa111", "short.example/nope99", "https://bit.ly/x", "mailto:x", "a\nb\tc"]
    done = filled.run("resolve", *urls, FEEDS_SITE_URL="https://news.example.org")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row[1] for row in rows] == ["ok", "not_found", "foreign_host", "invalid", "invalid"]
    assert [row[0] for row in rows[:4]] == urls[:4]
    assert rows[0][2].startswith("https://news.example.org/entries/la-passerelle-du-port-rouvre-")
    assert filled.run("resolve", urls[0]).returncode == 0


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


def test_results_are_never_wrapped(filled: Shell) -> None:
    done = filled.run("resolve", "short.example/aaa111", COLUMNS="20", TERM="dumb")
    assert done.stdout.count("\n") == 1


UNUSABLE = [
    (["ingest", "nowhere"], {}, "nowhere: no such file or folder"),
    (["ingest"], {"FEEDS_ARTICLES": "nowhere"}, "nowhere: no such file or folder"),
    (["parse", "nowhere"], {}, "nowhere: no such file or folder"),
    (["serve"], {"FEEDS_ARTICLES": "nowhere"}, "nowhere: no such folder"),
    (["serve", "--articles", "nowhere"], {}, "nowhere: no such folder"),
    (["serve"], {"FEEDS_PORT": "0"}, "FEEDS_PORT: '0' cannot be used"),
    (["serve", "--port", "0"], {"FEEDS_PORT": "1"}, "--port: '0' cannot be used"),
    (["serve", "--site-url", "x"], {}, "--site-url: 'x' cannot be used"),
    (["serve"], {"FEEDS_HOST": "no.such.host.invalid"}, "no.such.host.invalid:8000 cannot be served"),
    (["serve"], {"FEEDS_HOST": "a..b"}, "a..b:8000 cannot be served"),
    (["list"], {"FEEDS_SITE_URL": "x"}, "FEEDS_SITE_URL: 'x' cannot be used"),
    (["list"], {"FEEDS_DATABASE_URL": "nonsense"}, "FEEDS_DATABASE_URL"),
    (["list"], {"FEEDS_DATABASE_URL": "oracle+nope://x/y"}, "FEEDS_DATABASE_URL"),
    (["list"], {"FEEDS_DATABASE_URL": "sqlite:////dev/null/x.db"}, "cannot be made"),
    (["ingest"], {"FEEDS_DATABASE_URL": "sqlite:///seeds"}, "cannot be opened"),
    (["list"], {"FEEDS_DATABASE_URL": "sqlite:///seeds/aaa111.txt"}, "is no database"),
]


@pytest.mark.parametrize(("arguments", "settings", "said"), UNUSABLE)
def test_what_keeps_it_from_running_is_said_in_a_line(
    shell: Shell, arguments: list[str], settings: dict[str, str], said: str
) -> None:
    done = shell.run(*arguments, **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("feeds: ") and done.stderr.count("\n") == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["ingest", "--nonsense"], ["resolve"], ["withdraw"], ["parse"], ["ingest", "--seen-at", "noon"]],
)
def test_wrong_usage_exits_with_2_and_shows_how(shell: Shell, arguments: list[str]) -> None:
    done = shell.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: feeds" in done.stderr


def test_help_names_every_command_and_setting(shell: Shell) -> None:
    shown = shell.run("--help").stdout
    assert all(
        f"  {name} " in shown
        for name in ("serve", "ingest", "parse", "resolve", "withdraw", "restore", "check", "list")
    )
    assert "feeds ingest [OPTIONS] [PATH…]" in shell.run("ingest", "--help").stdout
    options = shell.run("serve", "--help").stdout
    assert "--port" in options and "FEEDS_SITE_URL" in options
    assert shell.run("--version").returncode == 0


def test_store_of_a_newer_version_is_left_alone(filled: Shell) -> None:
    with sqlite3.connect(filled.folder / "instance" / "feeds.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = filled.run("list")
    assert done.returncode == 2
    assert "newer than this program knows" in done.stderr and done.stderr.count("\n") == 1


def test_locked_store_is_said_in_a_line(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.folder)
    monkeypatch.setattr(sqlite, "_BUSY_TIMEOUT", 0.1)
    connection = sqlite3.connect(filled.folder / "instance" / "feeds.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    done = CliRunner().invoke(main, ["withdraw", "short.example/aaa111"])
    connection.close()
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is locked by another program" in done.stderr and done.stderr.count("\n") == 1


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


def test_share_links_are_written_down(filled: Shell) -> None:
    done = filled.run("shortlinks", "export")
    heading, first, second = done.stdout.splitlines()
    assert heading == "host,code,short_url,canonical_url,entry,state,kind,created"
    assert first.startswith("short.example,aaa111,https://short.example/aaa111,") and ",bbb222," in second
    assert filled.run("shortlinks", "export", "--format", "pipe").stdout.startswith("aaa111|http://")


def test_aliases_are_given_and_refused_with_the_reason(filled: Shell) -> None:
    done = filled.run("alias", "short.example/aaa111", "port-2026", "feed", "AB")
    address, page = done.stdout.strip().split("\t")
    assert (done.returncode, address) == (1, "http://127.0.0.1:8000/port-2026")
    assert "/entries/la-passerelle-du-port-rouvre-" in page
    assert "feeds: feed: reserved" in done.stderr and "feeds: AB: an alias is of" in done.stderr
    assert filled.run("alias", "short.example/aaa111", "port-2026").returncode == 0
    assert filled.run("resolve", "http://127.0.0.1:8000/port-2026").stdout.split("\t")[1] == "ok"
    taken = filled.run("alias", "short.example/bbb222", "port-2026")
    assert (taken.returncode, taken.stdout) == (1, "")
    assert filled.run("alias", "short.example/nothing", "port-2026").returncode == 1
    assert filled.run("alias", "short.example/aaa111").returncode == 2


def test_share_links_are_read_from_elsewhere(filled: Shell) -> None:
    dump = filled.folder / "old.csv"
    dump.write_text(
        "keyword,url\nhello,https://short.example/aaa111\nbye,https://elsewhere.example/\n", encoding="utf-8"
    )
    tried = filled.run("shortlinks", "import", "--dry-run", "old.csv")
    assert (tried.returncode, tried.stderr) == (
        1,
        "old.csv:3: unknown: https://elsewhere.example/ is no article of this site\n",
    )
    assert filled.run("resolve", "http://127.0.0.1:8000/hello").stdout.split("\t")[1].strip() == "not_found"
    done = filled.run("shortlinks", "import", "old.csv")
    told = "old.csv: 1 codes imported, 0 known already, 0 articles taken back, 1 lines refused\n"
    assert (done.returncode, done.stdout) == (1, told)
    assert filled.run("resolve", "http://127.0.0.1:8000/hello").stdout.split("\t")[1] == "ok"
    own = filled.folder / "own.csv"
    own.write_text(filled.run("shortlinks", "export").stdout, encoding="utf-8")
    assert filled.run("shortlinks", "import", "own.csv").returncode == 0
    for unusable in ("nowhere.csv", "seeds/aaa111.txt"):
        assert filled.run("shortlinks", "import", unusable).returncode == 2
