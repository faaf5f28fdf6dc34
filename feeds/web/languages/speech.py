"""How a language is spoken on pages: its sentences by gettext, its plurals, dates, numbers and lists by CLDR."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import current_app, g
from markupsafe import Markup

from feeds.web.languages.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from flask import Flask

_LOCALES = {"en": "en_GB"}
"""What CLDR calls a language, where it is not by its code: plain English is that of the United States there."""
_DAY = len("2026-03-01")
_CHOICE = "speech"
_FIRST_DAYS = {"fr": "1er"}
"""The first day of a month, where it is counted otherwise than the others, which CLDR does not know."""


class Speech:
    """How one language is spoken."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale.parse(_LOCALES.get(language, language))
        self.catalogue = _catalogue(language)

    @property
    def direction(self) -> str:
        """Give the direction in which it is written, as HTML calls it."""
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    def gettext(self, message: str, **values: object) -> str:
        """Say a sentence; `%(name)s` in it stands for a value."""
        said = self.catalogue.gettext(message)
        return said % values if values else said

    @cached_property
    def for_templates(self) -> Mapping[str, Callable[..., Markup]]:
        """Give what templates say a sentence by, under the names of Jinja: what is put into it is escaped."""
        said = self.catalogue

        def gettext(message: str, /, **values: object) -> Markup:
            return _filled(said.gettext(message), values)

        def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
            return _filled(said.ngettext(one, many, number), {"num": number, **values})

        def pgettext(context: str, message: str, /, **values: object) -> Markup:
            return _filled(said.pgettext(context, message), values)

        return {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}

    def typeset(self, text: str) -> str:
        """Set a text of this language as it wants it."""
        return typeset(text, self.language)

    def number(self, number: int) -> str:
        """Write a number."""
        return format_decimal(number, locale=self._locale)

    def listed(self, names: Sequence[str]) -> str:
        """Name one after another."""
        return self.gettext(", ").join(names)

    def day(self, day: date) -> str:
        """Write a day."""
        written = format_date(day, "long", locale=self._locale)
        return _FIRST_DAYS[self.language] + written[1:] if day.day == 1 and self.language in _FIRST_DAYS else written

    def written(self, spelled: str) -> str:
        """Write a day that is spelled as in addresses (ISO 8601), not to be broken; a moment stays as it is."""
        return self.day(date.fromisoformat(spelled)).replace(" ", "\u00a0") if len(spelled) == _DAY else spelled

    def month(self, month: date) -> str:
        """Write the month of a day, and its year."""
        return format_skeleton("yMMMM", month, locale=self._locale)

    def month_name(self, month: int) -> str:
        """Name a month by itself."""
        names: dict[int, str] = self._locale.months["stand-alone"]["wide"]
        return names[month]

    def moment(self, moment: datetime, timezone: str) -> str:
        """Write a moment in a time zone; midnight is what a date without a time is kept as."""
        local = moment.astimezone(ZoneInfo(timezone))
        day = self.day(local.date())
        if not (local.hour or local.minute):
            return day
        return self.gettext("%(day)s, %(time)s", day=day, time=f"{local:%H:%M}")


@lru_cache
def speech_of(language: str) -> Speech:
    """Give how a language is spoken."""
    return Speech(language)


def speaking(app: Flask, choose: Callable[[], str]) -> None:
    """Let the pages of an application speak the language that is chosen for each request."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.extensions[_CHOICE] = choose


def speech() -> Speech:
    """Give how the language of the page is spoken that is asked for."""
    if "speech" not in g:
        g.speech = speech_of(current_app.extensions[_CHOICE]())
    found: Speech = g.speech
    return found


def _filled(sentence: str, values: Mapping[str, object]) -> Markup:
    return Markup(sentence) % values  # noqa: S704 - sentences are ours


def _catalogue(language: str) -> NullTranslations:
    """Read the sentences of a language; English has none of its own. What is not sure (fuzzy) is left out."""
    place = resources.files("feeds.web.languages") / f"{language}.po"
    if not place.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with place.open("rb") as written:
        write_mo(compiled, read_po(written, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
