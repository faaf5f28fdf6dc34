"""Settings: the only place that reads the environment and `feeds.toml`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.config.values import FILE_BEGINS, LARGEST_WINDOW, READERS, Network, read_text
from feeds.enrich import tables
from feeds.errors import SettingsError
from feeds.parsers import AGENCIES, IGNORED, VOCABULARY
from feeds.publish.publisher import Publisher
from feeds.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feeds.store import Store

PREFIX = "FEEDS_"
FILE = "feeds.toml"
NO_FOLDER = (
    "no folder of articles is named: `{} FOLDER` names one; so do FEEDS_ARTICLES, and articles in feeds.toml,"
    " which `feeds init` writes"
)


class LogoFile(NamedTuple):
    """A picture that the site itself serves, and the name by which it does."""

    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the owner decides. A field is `FEEDS_` and its name in capitals, or just its name in the file."""

    articles: tuple[Path, ...] = ()
    database_url: str = "sqlite:///instance/feeds.db"
    database_read_url: str = ""
    site_url: str = ""
    site_title: str = "Feeds"
    site_description: str = "News articles, published as feeds."
    site_language: str = "en"
    site_timezone: str = "UTC"
    site_author: str = ""
    site_rights: str = ""
    site_license: str = ""
    site_logo: str = ""
    site_about: str = ""
    site_imprint: str = ""
    site_contact: str = ""
    site_stylesheet: str = ""
    page_language: str = ""
    card_fonts: tuple[Path, ...] = ()
    site_id: str = ""
    ignore: tuple[str, ...] = IGNORED
    follow_links: bool = True
    vocabulary: str = ""
    agencies: str = ""
    share_hosts: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    links: str = "here"
    addresses: str = "queries"
    selections: tuple[str, ...] = ()
    tombstones: bool = False
    private: tuple[str, ...] = ()
    content_signal: str = ""
    surrogate_keys: bool = False
    purge: tuple[str, ...] = ()
    purge_token: str = ""
    trusted_proxies: tuple[Network, ...] = ()
    count_clicks: bool = True
    count_readers: bool = True
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
        url = self.site_url or f"http://{shown}:{self.port}"
        own = self.logo_file
        return Site(
            url=url,
            title=self.site_title,
            description=self.site_description,
            language=self.site_language,
            timezone=self.site_timezone,
            author=self.site_author or self.site_title,
            rights=self.site_rights or None,
            license=self.site_license or None,
            logo=f"{url}/static/{own.name}" if own else self.site_logo or None,
            hubs=self.hubs,
            tombstones=self.tombstones,
            links=self.links,
            has_paths=self.addresses == "files",
        )

    @property
    def logo_file(self) -> LogoFile | None:
        """The logo where the site itself serves it."""
        if not self.site_logo.startswith(FILE_BEGINS):
            return None
        return LogoFile(f"logo{Path(self.site_logo).suffix.lower()}", self.site_logo)

    def faults_of_files(self) -> dict[str, str]:
        """Say, by the setting, which of the files that the pages need cannot be read."""
        logo = self.logo_file
        texts = {"site_about": self.site_about, "site_imprint": self.site_imprint}
        named = {**texts, "site_stylesheet": self.site_stylesheet, "site_logo": logo.file if logo else ""}
        given = [(name, file) for name, file in named.items() if file]
        given += [("card_fonts", str(file)) for file in self.card_fonts]
        faults = ((name, file, _fault_of(file, is_text=name in texts)) for name, file in given)
        return {name: f"{variable_of(name)} names {file}: {why}" for name, file, why in faults if why}

    def use_tables(self, paths: Iterable[Path] = ()) -> None:
        """Let the rules of this process use the publisher's own words: of the settings, else beside the articles.

        Those are the configured folders, or the `paths` given. Raises SettingsError, which names file and line.
        """
        beside = next((path if path.is_dir() else path.parent for path in (*self.articles, *paths)), None)
        vocabulary = _own_file(self.vocabulary, beside, VOCABULARY)
        agencies = _own_file(self.agencies, beside, AGENCIES)
        if not (vocabulary or agencies):
            tables.use(tables.Own())
            return
        from feeds.parsers.own import read_own

        tables.use(read_own(vocabulary, agencies))

    def publisher(self, store: Store) -> Publisher:
        """Give what makes the feeds of a store."""
        return Publisher(
            store, self.site, window=self.window, hours=self.window_hours, most=max(self.window, LARGEST_WINDOW)
        )


def _own_file(named: str, beside: Path | None, usual: str) -> Path | None:
    """Give the file that a setting names, else the one that lies beside the articles, if it does."""
    if named:
        return Path(named)
    return beside / usual if beside and (beside / usual).is_file() else None


def _fault_of(file: str, *, is_text: bool) -> str:
    try:
        data = Path(file).read_bytes()
        if is_text:
            data.decode("utf-8")
    except FileNotFoundError:
        return "no such file"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        return "it is no text in UTF-8"
    return ""


def load_settings(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, options: Mapping[str, str] | None = None
) -> Settings:
    """Read the settings from `feeds.toml` in a folder, from the environment and from options; the later wins.

    What is empty counts as not given. The rules of this process use the publisher's own words from then on. Raises
    SettingsError, naming the setting and where it was found.
    """
    settings = read_settings(environ, folder, options)[0]
    settings.use_tables()
    return settings


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
    read: Callable[[Any], Any] = READERS.get(name, read_text)
    try:
        return read(value)
    except (TypeError, ValueError, OSError) as error:
        raise SettingsError(f"{where}: {value!r} cannot be used: {error}") from error
