"""`feeds init` and `feeds config`: the settings, written down and shown."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from feeds.cli.saying import say
from feeds.cli.stores import REFUSED
from feeds.config import FILE, Settings, read_settings


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def init(folder: Path | None) -> None:
    """Write a commented feeds.toml into this folder, naming FOLDER as that of the articles.

    Nothing is written over.

    Example: feeds init ~/articles
    """
    from importlib import resources

    place = Path(FILE)
    if place.exists():
        click.echo(f"feeds: {place.absolute()} is there already", err=True)
        raise SystemExit(REFUSED)
    text = (resources.files("feeds.cli") / "feeds.toml").read_text("utf-8")
    if folder is not None:
        text = text.replace('# articles = ["articles"]', f"articles = [{json.dumps(str(folder), ensure_ascii=False)}]")
    place.write_text(text, encoding="utf-8")
    click.echo(f"{place.absolute()}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def config(*, as_json: bool) -> None:
    """Print each setting, its value and where it comes from, and the id of the site.

    Example: feeds config
    """
    from feeds.store.address import shown_url

    settings, origins = read_settings()
    values = {field.name: _shown(getattr(settings, field.name)) for field in fields(Settings)}
    for name in ("database_url", "database_read_url"):
        values[name] = shown_url(values[name])
    values["purge_token"] = "***" if settings.purge_token else ""
    for name, value in values.items():
        _print(name, value, origins.get(name, "the default"), as_json=as_json)
    _print("site_id in the store", _site_id(settings), shown_url(settings.database_url), as_json=as_json)
    for fault in settings.faults_of_files().values():
        say(f"feeds: {fault}")


def _print(name: str, value: str, origin: str, *, as_json: bool) -> None:
    record = {"setting": name, "value": value, "from": origin}
    click.echo(json.dumps(record, ensure_ascii=False) if as_json else "\t".join(record.values()))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _site_id(settings: Settings) -> str:
    """Give the random id of the store, which paths are prefixed with; empty where there is no store yet."""
    from feeds.clock import SystemClock
    from feeds.errors import StoreError
    from feeds.store import open_store
    from feeds.store.facts import read_fact

    try:
        store = open_store(settings.database_url, SystemClock(), makes=False)
    except StoreError:
        return ""
    with closing(store), store.reading() as connection:
        return read_fact(connection, "site_id") or ""
