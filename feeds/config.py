"""Settings: the only place that reads the environment and `feeds.toml`."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feeds.enrich.language import is_language
from feeds.errors import SettingsError
from feeds.parsers import IGNORED
from feeds.publish.publisher import Publisher
from feeds.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feeds.store import Store

PREFIX = "FEEDS_"
FILE = "feeds.toml"
LARGEST_WINDOW = 200
NO_FOLDER = (
    "no folder of articles is named: `{} FOLDER` names one; so do FEEDS_ARTICLES, and articles in feeds.toml,"
    " which `feeds init` writes"
)

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")
_URL = re.compile(r"[A-Za-z0-9%:/?#@!$&'()*+,;=._~\[\]-]+")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Settings:
    """What the owner decides. A field is `FEEDS_` and its name in capitals, or just its name in the file."""

    articles: tuple[Path, ...] = ()
    database_url: str = "sqlite:///instance/feeds.db"
    site_url: str = ""
    site_title: str = "Feeds"
    site_description: str = "News articles, published as feeds."
    site_language: str = "en"
    site_timezone: str = "UTC"
    site_author: str = ""
    site_rights: str = ""
    site_logo: str = ""
    site_id: str = ""
    ignore: tuple[str, ...] = IGNORED
    follow_links: bool = True
    share_hosts: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    count_clicks: bool = True
    window: int = 50
    window_hours: int = 48
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    max_connections: int = 10_000
    idle_seconds: int = 30

    @property
    def site(self) -> Site:
        """What the owner says of the site."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return Site(
            url=self.site_url or f"http://{shown}:{self.port}",
            title=self.site_title,
            description=self.site_description,
            language=self.site_language,
            timezone=self.site_timezone,
            author=self.site_author or self.site_title,
            rights=self.site_rights or None,
            logo=self.site_logo or None,
            hubs=self.hubs,
        )

    def publisher(self, store: Store) -> Publisher:
        """Give what makes the feeds of a store."""
        return Publisher(
            store, self.site, window=self.window, hours=self.window_hours, most=max(self.window, LARGEST_WINDOW)
        )


def load_settings(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, options: Mapping[str, str] | None = None
) -> Settings:
    """Read the settings from `feeds.toml` in a folder, from the environment and from options; the later wins.

    What is empty counts as not given. Raises SettingsError, naming the setting and where it was found.
    """
    return read_settings(environ, folder, options)[0]


def read_settings(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, options: Mapping[str, str] | None = None
) -> tuple[Settings, dict[str, str]]:
    """Read the settings, and say where each that was given comes from, by its name. Raises SettingsError."""
    environ = os.environ if environ is None else environ
    options = options or {}
    known = [field.name for field in fields(Settings)]
    given: dict[str, tuple[Any, str]] = {"workers": (os.cpu_count() or 1, "the machine")}
    path = (folder or Path.cwd()) / FILE
    for name, value in _file(path).items():
        if name not in known:
            raise SettingsError(f"{path}: there is no setting {name!r}{_meant(name, known)}")
        given[name] = value, f"{name} in {path}"
    for variable, text in environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or not text or _is_injected(variable, text):
            continue
        if name not in known or variable != PREFIX + name.upper():
            raise SettingsError(f"{variable}: there is no such setting{_meant(variable, map(variable_of, known))}")
        given[name] = text, variable
    for name in known:
        if options.get(name):
            given[name] = options[name], option_of(name)
    read = {name: _read(name, value, where) for name, (value, where) in given.items() if value != ""}
    return Settings(**read), {name: where for name, (value, where) in given.items() if value != ""}


def _is_injected(variable: str, text: str) -> bool:
    """Tell whether an orchestrator that runs a service named `feeds` has set a variable, and nobody meant us."""
    return variable.startswith(("FEEDS_SERVICE_", "FEEDS_PORT_")) or (variable == "FEEDS_PORT" and "://" in text)


def _meant(name: str, known: Iterable[str]) -> str:
    """Suggest what a name may have been meant for."""
    near = get_close_matches(name, list(known), n=1)
    return f": is {near[0]} meant?" if near else ""


def variable_of(name: str) -> str:
    """Give the variable of the environment for a setting."""
    return PREFIX + name.upper()


def option_of(name: str) -> str:
    """Give the option of `feeds serve` for a setting."""
    return f"--{name.replace('_', '-')}"


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error


def _read(name: str, value: Any, where: str) -> Any:
    read: Callable[[Any], Any] = _READERS.get(name, _text)
    try:
        return read(value)
    except (TypeError, ValueError, OSError) as error:
        raise SettingsError(f"{where}: {value!r} cannot be used: {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("it takes text")
    if not value.isprintable():
        raise ValueError("it holds a control character")
    return value.strip()


def _listed(value: Any, separator: str) -> list[str]:
    parts = value.split(separator) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError("it takes text, or a list of texts")
    return [_text(part) for part in parts if part.strip()]


def _folders(value: Any) -> tuple[Path, ...]:
    folders = tuple(Path(part) for part in _listed(value, os.pathsep))
    if not folders:
        raise ValueError("it takes a folder at least")
    return folders


def read_hosts(value: Any) -> tuple[str, ...]:
    """Take host names with commas or spaces between them."""
    hosts = [host.lower().removesuffix(".") for part in _listed(value, ",") for host in part.split()]
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host name (one with other letters is written xn--…)")
    return tuple(host.removeprefix("www.") for host in hosts)


def _url(value: Any) -> str:
    url = _text(value)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.port == 0:
        raise ValueError("it takes an address such as https://example.org/news")
    if not _URL.fullmatch(url):
        raise ValueError("it takes a percent-encoded address (and an xn-- host)")
    return parts._replace(netloc=parts.netloc.lower()).geturl()


def _hubs(value: Any) -> tuple[str, ...]:
    """Take addresses with commas or spaces between them."""
    hubs = [_url(part) for listed in _listed(value, ",") for part in listed.split()]
    if any("#" in hub for hub in hubs):
        raise ValueError("it takes addresses without #")
    return tuple(dict.fromkeys(hubs))


def _networks(value: Any) -> tuple[Network, ...]:
    """Take addresses and networks with commas or spaces between them."""
    listed = [part for text in _listed(value, ",") for part in text.split()]
    return tuple(ipaddress.ip_network(part) for part in listed)


def _patterns(value: Any) -> tuple[str, ...]:
    return tuple(_listed(value, ",") if isinstance(value, list) or "," in value else _listed(value, " "))


def _switch(value: Any) -> bool:
    said = {True: "on", False: "off"}[value] if isinstance(value, bool) else _text(value).lower()
    if said in {"on", "true", "yes", "1"}:
        return True
    if said in {"off", "false", "no", "0"}:
        return False
    raise ValueError("it takes on or off")


def _site_url(value: Any) -> str:
    url = _url(value)
    if "?" in url or "#" in url:
        raise ValueError("it takes an address without ? and #")
    return url.rstrip("/")


def _zone(value: Any) -> str:
    try:
        return str(ZoneInfo(_text(value)))
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("it takes a time zone such as Europe/Paris") from error


def _language(value: Any) -> str:
    language = _text(value)
    primary, *parts = language.split("-")
    if not is_language(primary.lower()) or not all(part.isalnum() and part.isascii() for part in parts):
        raise ValueError("it takes the code of a language, such as fr or pt-BR")
    return language


def _number(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int | str) or isinstance(value, bool):
            raise TypeError("it takes a whole number")
        written = str(value).strip()
        if not re.fullmatch(r"-?[0-9]{1,9}", written) or not least <= int(written) <= most:
            raise ValueError(f"it takes a whole number from {least} to {most}")
        return int(written)

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    "articles": _folders,
    "site_url": _site_url,
    "site_logo": _url,
    "site_language": _language,
    "site_timezone": _zone,
    "share_hosts": read_hosts,
    "hubs": _hubs,
    "trusted_proxies": _networks,
    "count_clicks": _switch,
    "ignore": _patterns,
    "follow_links": _switch,
    "window": _number(1, LARGEST_WINDOW),
    "window_hours": _number(0, 24 * 366),
    "port": _number(1, 65535),
    "workers": _number(1, 256),
    "max_connections": _number(1, 1_000_000),
    "idle_seconds": _number(1, 3600),
}
