"""Clicks: how often a share link was followed on a day, by people and by programs, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, case, func, select, text

from feeds.store.dialects.lists import among
from feeds.store.schema import click, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_FIRST = date(1970, 1, 1).toordinal()
_ADD = text(
    "INSERT INTO click (host, code, day, bot, clicks) VALUES (:host, :code, :day, :bot, :clicks)"
    " ON CONFLICT (host, code, day, bot) DO UPDATE SET clicks = click.clicks + excluded.clicks"
)


class Click(NamedTuple):
    """What is known of a click. The host is empty for codes of the site itself; the day counts from 1970, UTC."""

    host: str
    code: str
    day: int
    bot: bool


class Clicked(NamedTuple):
    """How often a code was followed: on a day, or where the day is None on all that were asked for."""

    host: str
    code: str
    day: int | None
    human: int
    bot: int


def day_of(moment: datetime) -> int:
    """Give the day of a moment as it is stored."""
    return moment.toordinal() - _FIRST


def date_of(day: int) -> date:
    """Give the date of a day as it is stored."""
    return date.fromordinal(day + _FIRST)


def add(connection: Connection, counted: Mapping[Click, int]) -> None:
    """Add clicks to those that are there."""
    rows = [{**one._asdict(), "bot": int(one.bot), "clicks": number} for one, number in sorted(counted.items())]
    if rows:
        connection.execute(_ADD, rows)


def clicked(
    connection: Connection, *, since: int = 0, by_day: bool = False, entries: Sequence[int] | None = None
) -> list[Clicked]:
    """List the codes that were followed since a day, and how often; of some entries or of all."""
    keys = [click.c.host, click.c.code, *([click.c.day] if by_day else [])]
    human, bot = (func.sum(case((click.c.bot == whose, click.c.clicks), else_=0)) for whose in (0, 1))
    query = select(*keys, human, bot).where(click.c.day >= since).group_by(*keys)
    if entries is not None:
        codes = select(share.c.host, share.c.code).where(among(share.c.entry, entries)).distinct().subquery()
        query = query.join(codes, (codes.c.host == click.c.host) & (codes.c.code == click.c.code))
    rows = (
        Clicked(host, code, day[0] if day else None, int(a), int(b))
        for host, code, *day, a, b in connection.execute(query)
    )
    return sorted(rows)
