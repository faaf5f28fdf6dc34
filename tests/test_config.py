"""Settings: where they are read, which of them wins, and what is said of one that cannot be used."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from feeds.config import Settings, load_settings, read_settings
from feeds.errors import SettingsError


def write(folder: Path, text: str) -> Path:
    (folder / "feeds.toml").write_text(text, encoding="utf-8")
    return folder


GIVEN: list[tuple[str, str, str, Any]] = [
    # the setting, its text in the environment, its spelling in the file, what is read
    ("articles", f"one{os.pathsep}two/three", '["one", "two/three"]', (Path("one"), Path("two/three"))),
    ("database_url", "sqlite:///x.db", '"sqlite:///x.db"', "sqlite:///x.db"),
    ("database_read_url", "sqlite:///y.db", '"sqlite:///y.db"', "sqlite:///y.db"),
    ("site_url", "https://News.example.org/a/", '"https://news.example.org/a"', "https://news.example.org/a"),
    ("site_title", "Nouvelles", '"Nouvelles"', "Nouvelles"),
    ("site_description", "Le jour", '"Le jour"', "Le jour"),
    ("site_language", "pt-BR", '"pt-BR"', "pt-BR"),
    ("site_timezone", "Europe/Paris", '"Europe/Paris"', "Europe/Paris"),
    ("site_author", "Rédaction", '"Rédaction"', "Rédaction"),
    ("site_rights", "CC BY", '"CC BY"', "CC BY"),
    ("site_license", "https://x.org/by/4.0/", '"https://x.org/by/4.0/"', "https://x.org/by/4.0/"),
    ("site_logo", "https://x.org/l.png?v=2", '"https://x.org/l.png?v=2"', "https://x.org/l.png?v=2"),
    ("site_about", "about.md", '"about.md"', "about.md"),
    ("site_imprint", "imprint.txt", '"imprint.txt"', "imprint.txt"),
    ("site_contact", "desk@news.example.org", '"desk@news.example.org"', "desk@news.example.org"),
    ("site_stylesheet", "own.css", '"own.css"', "own.css"),
    ("page_language", "FR", '"fr"', "fr"),
    ("card_fonts", os.pathsep.join(("a.ttf", "b c.ttc")), '["a.ttf", "b c.ttc"]', (Path("a.ttf"), Path("b c.ttc"))),
    ("site_id", "abc", '"abc"', "abc"),
    ("ignore", "README*, drafts/*", '["README*", "drafts/*"]', ("README*", "drafts/*")),
    ("follow_links", "off", "false", False),
    ("vocabulary", "words/vocabulary.yaml", '"words/vocabulary.yaml"', "words/vocabulary.yaml"),
    ("agencies", "words/agencies.yaml", '"words/agencies.yaml"', "words/agencies.yaml"),
    ("share_hosts", "a.example, WWW.b.example.", '["a.example", "b.example"]', ("a.example", "b.example")),
    (
        "hubs",
        "https://Hub.example/ http://b.example:8080/publish?x=1,https://hub.example/",
        '["https://hub.example/", "http://b.example:8080/publish?x=1"]',
        ("https://hub.example/", "http://b.example:8080/publish?x=1"),
    ),
    ("links", "Original", '"original"', "original"),
    ("addresses", "Files", '"files"', "files"),
    (
        "selections",
        "tag=b,a&content=summary source=AFP",
        '["content=summary&tag=a,b", "source=afp"]',
        ("content=summary&tag=a,b", "source=afp"),
    ),
    ("tombstones", "on", "true", True),
    (
        "private",
        "tag=Board source=x&not-tag=b,a",
        '["tag=board", "not-tag=a,b&source=x"]',
        ("tag=board", "not-tag=a,b&source=x"),
    ),
    ("content_signal", "search=yes AI-train=no", '["search=yes", "ai-train=no"]', "search=yes, ai-train=no"),
    ("surrogate_keys", "on", "true", True),
    (
        "purge",
        "xkey+http://127.0.0.1:6081 fastly://abc",
        '["xkey+http://127.0.0.1:6081", "fastly://abc"]',
        ("xkey+http://127.0.0.1:6081", "fastly://abc"),
    ),
    ("purge_token", "secret", '"secret"', "secret"),
    (
        "trusted_proxies",
        "10.0.0.0/8, 2001:db8::/32 192.0.2.7",
        '["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]',
        (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"), ip_network("192.0.2.7/32")),
    ),
    ("count_clicks", "off", "false", False),
    ("count_readers", "off", "false", False),
    ("window", "20", "20", 20),
    ("window_hours", "0", "0", 0),
    ("host", "::1", '"::1"', "::1"),
    ("port", "8080", "8080", 8080),
    ("workers", "3", "3", 3),
    ("max_connections", "500", "500", 500),
    ("idle_seconds", "75", "75", 75),
]


def test_unknown_variable_is_refused_and_the_one_that_is_meant_is_named() -> None:
    with pytest.raises(SettingsError, match="FEEDS_SITE_TITEL: there is no such setting: is FEEDS_SITE_TITLE meant"):
        load_settings({"FEEDS_SITE_TITEL": "x"})
    with pytest.raises(SettingsError, match="FEEDS_Port"):
        load_settings({"FEEDS_Port": "1"})


def test_what_orchestrators_set_for_a_service_of_our_name_is_ignored() -> None:
    injected = {"FEEDS_SERVICE_HOST": "10.0.0.1", "FEEDS_PORT_80_TCP": "x", "FEEDS_PORT": "tcp://10.0.0.1:80"}
    assert load_settings(injected).port == Settings().port


def test_every_setting_has_an_example_here() -> None:
    assert [name for name, *_ in GIVEN] == [field.name for field in fields(Settings)]


@pytest.mark.parametrize(("name", "text", "toml", "value"), GIVEN)
def test_setting_is_read_from_the_environment_the_file_and_an_option(
    tmp_path: Path, name: str, text: str, toml: str, value: object
) -> None:
    assert getattr(read_settings({f"FEEDS_{name.upper()}": text}, tmp_path)[0], name) == value
    assert getattr(read_settings({}, tmp_path, {name: text})[0], name) == value
    assert getattr(read_settings({}, write(tmp_path, f"{name} = {toml}"))[0], name) == value


def test_later_wins(tmp_path: Path) -> None:
    folder = write(tmp_path, 'port = 1001\nsite_title = "file"\nwindow = 7\n')
    environ = {"FEEDS_PORT": "1002", "FEEDS_SITE_TITLE": "environment"}
    settings = load_settings(environ, folder, {"port": "1003"})
    assert (settings.port, settings.site_title, settings.window) == (1003, "environment", 7)


def test_what_is_empty_is_not_given(tmp_path: Path) -> None:
    folder = write(tmp_path, 'site_url = ""\nsite_title = "file"\n')
    settings = load_settings({"FEEDS_SITE_TITLE": "", "FEEDS_PORT": ""}, folder, {"port": ""})
    assert (settings.site_title, settings.port, settings.site.url) == ("file", 8000, "http://127.0.0.1:8000")


def test_without_settings_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings({"HOME": "/", "FEEDSX": "1"}, tmp_path)
    assert settings == Settings(workers=os.cpu_count() or 1)


@pytest.mark.parametrize(("host", "url"), [("127.0.0.1", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")])
def test_site_lives_where_it_is_served_unless_told_otherwise(host: str, url: str) -> None:
    assert Settings(host=host, port=80).site.url == url
    assert Settings(host=host, site_url="https://x.org").site.url == "https://x.org"


def test_author_of_the_site_is_its_title_unless_told_otherwise() -> None:
    assert Settings(site_title="News").site.author == "News"
    assert Settings(site_title="News", site_author="Desk").site.author == "Desk"


BAD = [
    ("port", "0"),
    ("port", "65536"),
    ("port", "http"),
    ("port", "80.5"),
    ("workers", "0"),
    ("port", "٨٠"),
    ("workers", "9" * 5000),
    ("window", "201"),
    ("window", "-1"),
    ("window_hours", "x"),
    ("site_url", "news.example.org"),
    ("site_url", "ftp://x.org"),
    ("site_url", "https://"),
    ("site_url", "https://x.org?a=b"),
    ("site_url", "https://x.org/#a"),
    ("site_url", "https://me@x.org"),
    ("site_url", "https://x.org:99999"),
    ("site_url", "https://x.org:0"),
    ("site_url", "https://[::1"),
    ("site_url", "https://é.org"),
    ("site_url", "https://x.org/a b"),
    ("site_url", "https://x.org/<b>"),
    ("site_logo", "logo.png"),
    ("site_logo", "./logo.exe"),
    ("site_contact", "the desk"),
    ("site_contact", "mailto:desk@news.example.org"),
    ("site_title", "a\nb"),
    ("site_timezone", "Paris"),
    ("site_timezone", "../etc/passwd"),
    ("site_timezone", "/etc/passwd"),
    ("site_timezone", "Europe"),
    ("site_language", "français!"),
    ("site_language", "fr-"),
    ("page_language", "it"),
    ("page_language", "fr, en"),
    ("share_hosts", "https://a.example"),
    ("share_hosts", "a.example:80"),
    ("share_hosts", "a b.example/x"),
    ("share_hosts", "é.example"),
    ("hubs", "hub.example"),
    ("hubs", "ftp://hub.example/"),
    ("hubs", "https://hub.example/#top"),
    ("hubs", "https://me:secret@hub.example/"),
    ("hubs", "https://hub.example/ <b>"),
    ("private", "board"),
    ("private", "tag=a&limit=5"),
    ("private", "since=2026-01-01"),
    ("content_signal", "ai-train"),
    ("content_signal", "train=no"),
    ("content_signal", "search=yes search=no"),
    ("site_license", "CC BY"),
    ("trusted_proxies", "10.0.0.1/8"),
    ("trusted_proxies", "10.0.0.0/33"),
    ("trusted_proxies", "proxy.example"),
    ("trusted_proxies", "*"),
    ("count_clicks", "perhaps"),
    ("purge", "http://127.0.0.1:6081"),
    ("purge", "fastly://a/b"),
    ("purge", "xkey+cache"),
    ("articles", "a\x00b"),
    ("articles", os.pathsep),
]


@pytest.mark.parametrize(("name", "text"), BAD)
def test_bad_value_is_refused_with_its_name_and_place(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"^FEEDS_{name.upper()}: .* cannot be used: ") as refused:
        load_settings({f"FEEDS_{name.upper()}": text}, tmp_path)
    assert "\n" not in str(refused.value)
    assert not re.search(r"int\(\)|Errno|ZoneInfo", str(refused.value))  # what it takes, not what Python says
    with pytest.raises(SettingsError, match=f"^--{name.replace('_', '-')}: "):
        load_settings({}, tmp_path, {name: text})


@pytest.mark.parametrize(
    "line",
    [
        "port = 80.5",
        "port = true",
        "port = [80]",
        "window = 2024-01-01",
        "site_title = 5",
        "site_url = 1",
        "articles = 3",
        "articles = [1]",
        "articles = []",
        "share_hosts = 5",
        "share_hosts = [1]",
        "site_language = ['fr']",
        "site_timezone = 1",
        "trusted_proxies = 1",
        "count_clicks = 1",
    ],
)
def test_bad_kind_of_value_in_the_file_is_refused(tmp_path: Path, line: str) -> None:
    name = line.split(maxsplit=1)[0]
    where = f"{name} in {tmp_path / 'feeds.toml'}: "
    with pytest.raises(SettingsError, match=f"^{re.escape(where)}.* cannot be used: it takes "):
        load_settings({}, write(tmp_path, line))


def test_unknown_setting_in_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"feeds\.toml: there is no setting 'prot'"):
        load_settings({}, write(tmp_path, "prot = 1"))


@pytest.mark.parametrize("data", [b"port = ", b"\xff\xfe", b"[[", b"port = 1\nport = 2"])
def test_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "feeds.toml").write_bytes(data)
    with pytest.raises(SettingsError, match=r"feeds\.toml cannot be read: "):
        load_settings({}, tmp_path)


def test_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").mkdir()
    with pytest.raises(SettingsError, match=r"feeds\.toml cannot be read: "):
        load_settings({}, tmp_path)
