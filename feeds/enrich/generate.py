"""Write the tables of names and dates from CLDR (Unicode licence), by way of Babel.

Run `python -m feeds.enrich.generate` after a new CLDR; Babel is needed for this only, never at run time.
"""

from __future__ import annotations

import json
import re
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

from feeds.site import plain_words

LANGUAGES = ("ar", "de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr", "uk")
"""Languages in which languages are named."""
DATED = tuple(
    f"{' '.join(LANGUAGES)} bg ca cs da et fa fi he hi hr hu hy id ja ka ko lt lv nb ro sk sl sr th vi zh".split()
)
"""Languages whose dates are read, whatever else is known of them."""
PLACED = tuple(
    f"{' '.join(DATED)} af am as az be bn bs cy eo eu ga gl gu is kk km kn ky lo mk ml mn mr ms my ne or pa ps"
    " si so sq sw ta te tg tk ur uz yo zh_Hant sr_Latn".split()
)
"""Languages whose territories are known: those that are told and that CLDR has in full; some in another script too."""
# Arabic months differ by region: Levantine (أيار) and Maghrebi (جانفي) names are not in plain `ar`.
_REGIONS = {"ar": ("ar", "ar_SY", "ar_LB", "ar_DZ", "ar_MA")}
_NOT_PLACES = frozenset(
    ["AC", "BV", "CP", "CQ", "DG", "EA", "EU", "EZ", "HM", "IC", "IO", "QO", "TA", "TF", "UM", "UN", "XA", "XB", "ZZ"]
)
_ENGLISH = {
    "CD": "DR Congo",
    "CG": "Congo",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "Palestine",
    "TR": "Turkey",
}
_CAPITALS = """
AF:Asia/Kabul AL:Europe/Tirane AM:Asia/Yerevan AO:Africa/Luanda AR:America/Buenos_Aires AT:Europe/Vienna AZ:Asia/Baku
BA:Europe/Sarajevo BD:Asia/Dhaka BF:Africa/Ouagadougou BG:Europe/Sofia BI:Africa/Bujumbura BJ:Africa/Porto-Novo
BT:Asia/Thimphu BW:Africa/Gaborone BY:Europe/Minsk CD:Africa/Kinshasa CF:Africa/Bangui CG:Africa/Brazzaville
CL:America/Santiago CO:America/Bogota CU:America/Havana CY:Asia/Nicosia CZ:Europe/Prague DE:Europe/Berlin
DK:Europe/Copenhagen DO:America/Santo_Domingo DZ:Africa/Algiers EE:Europe/Tallinn EG:Africa/Cairo ER:Africa/Asmera
ES:Europe/Madrid ET:Africa/Addis_Ababa FI:Europe/Helsinki FR:Europe/Paris GA:Africa/Libreville GB:Europe/London
GE:Asia/Tbilisi GH:Africa/Accra GM:Africa/Banjul GN:Africa/Conakry GR:Europe/Athens GW:Africa/Bissau HR:Europe/Zagreb
HT:America/Port-au-Prince HU:Europe/Budapest ID:Asia/Jakarta IE:Europe/Dublin IQ:Asia/Baghdad IR:Asia/Tehran
IS:Atlantic/Reykjavik IT:Europe/Rome JO:Asia/Amman JP:Asia/Tokyo KE:Africa/Nairobi KG:Asia/Bishkek KH:Asia/Phnom_Penh
KP:Asia/Pyongyang KR:Asia/Seoul LA:Asia/Vientiane LB:Asia/Beirut LK:Asia/Colombo LR:Africa/Monrovia LS:Africa/Maseru
LT:Europe/Vilnius LV:Europe/Riga LY:Africa/Tripoli MD:Europe/Chisinau ME:Europe/Podgorica MG:Indian/Antananarivo
MK:Europe/Skopje ML:Africa/Bamako MN:Asia/Ulaanbaatar MR:Africa/Nouakchott MX:America/Mexico_City
MY:Asia/Kuala_Lumpur MZ:Africa/Maputo NA:Africa/Windhoek NE:Africa/Niamey NI:America/Managua NL:Europe/Amsterdam
NO:Europe/Oslo NP:Asia/Katmandu OM:Asia/Muscat PE:America/Lima PH:Asia/Manila PL:Europe/Warsaw PT:Europe/Lisbon
PY:America/Asuncion RO:Europe/Bucharest RS:Europe/Belgrade RU:Europe/Moscow RW:Africa/Kigali SA:Asia/Riyadh
SD:Africa/Khartoum SE:Europe/Stockholm SI:Europe/Ljubljana SK:Europe/Bratislava SL:Africa/Freetown SN:Africa/Dakar
SO:Africa/Mogadishu SR:America/Paramaribo SS:Africa/Juba SY:Asia/Damascus TD:Africa/Ndjamena TG:Africa/Lome
TH:Asia/Bangkok TJ:Asia/Dushanbe TM:Asia/Ashgabat TN:Africa/Tunis TW:Asia/Taipei UA:Europe/Kiev UG:Africa/Kampala
UY:America/Montevideo UZ:Asia/Tashkent VE:America/Caracas ZM:Africa/Lusaka ZW:Africa/Harare
"""
"""Territories by code, and the zone whose city is the capital; the others are in `capitals.yaml`."""
_HERE = Path(__file__).parent


def _english(code: str, name: str) -> str:
    """Give the usual English name where CLDR's is a formal one: it becomes the slug and the label."""
    return _ENGLISH.get(code, name).replace("St. ", "Saint ")


def _slug(name: str) -> str:
    return plain_words(re.sub("['’]", "", name).replace("&", "and"))


def territories(locales: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Name every territory in every language, keyed by its slug."""
    table: dict[str, dict[str, str]] = {}
    for code, formal in sorted(locales["en"].territories.items()):
        if not re.fullmatch("[A-Z]{2}", code) or code in _NOT_PLACES:
            continue
        english = _english(code, formal)
        names = {language: locales[language].territories.get(code, english) for language in PLACED}
        table[_slug(english)] = {"code": code, **names, "en": english} | (
            {"formal": formal} if formal != english else {}
        )
    return table


def capitals(locales: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Name the capitals that are the city of a time zone, keyed by the slug of their territory."""
    table: dict[str, dict[str, str]] = {}
    slugs = {row["code"]: slug for slug, row in territories(locales).items()}
    for zone in _CAPITALS.split():
        code, _, name = zone.partition(":")
        usual = name.rpartition("/")[2].replace("_", " ")
        table[slugs[code]] = {
            language: locale.time_zones.get(name, {}).get("city", usual) for language, locale in locales.items()
        }
    return table


def languages(locales: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Name every language of two letters in every language, keyed by its code."""
    codes = sorted(code for code in locales["en"].languages if re.fullmatch("[a-z]{2}", code))
    return {
        code: {language: locale.languages[code] for language, locale in locales.items() if code in locale.languages}
        for code in codes
    }


def codes() -> dict[str, dict[str, str]]:
    """Give the two letters of each language that has codes of three: `fra`, `fre`."""
    aliases: dict[str, str] = import_module("babel.core").get_global("language_aliases")
    short = {
        code: short for code, short in sorted(aliases.items()) if re.fullmatch("[a-z]{3} [a-z]{2}", f"{code} {short}")
    }
    return {"codes": short}


def _spelled(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("İ", "i").casefold().strip(" ."))


def _words(calendars: list[Any], kind: str) -> list[tuple[int, str]]:
    return sorted(
        {
            (number, _spelled(name))
            for calendar in calendars
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for number, name in getattr(calendar, kind)[context][width].items()
        }
    )


_WIDTHS = ("", "-short", "-narrow")


def _past(locale: Any) -> list[str]:
    """Give the ways to say how long ago something was, `{0}` standing for the number; of one it may be left out."""
    fields = locale._data["date_fields"]  # noqa: SLF001 - Babel gives them for the present moment only
    units = ("second", "minute", "hour", "day", "week", "month", "year")
    told = {unit + width: fields.get(unit + width, {}).get("past", {}) for unit in units for width in _WIDTHS}
    every = {text for row in told.values() for text in row.values()}
    every |= {" ".join(told[unit].get("one", "").replace("{0}", "").split()) for unit in units}
    return sorted(
        _spelled(text) for text in every if re.search(r"[^\W\d_]{2}|[\u0e00-\uffff]", text.replace("{0}", ""))
    )


def calendars(babel: Any) -> dict[str, Any]:
    """Give month and weekday names, the order of a numeric date and how the past is told, by language."""
    table: dict[str, Any] = {}
    for language in DATED:
        import_module("babel.localedata")._cache.clear()  # noqa: SLF001 - Babel lets Hebrew months into what is read later
        regions = [babel.Locale.parse(region) for region in _REGIONS.get(language, (language,))]
        months = {name: number for number, name in _words(regions, "months") if not name[0].isdigit()}
        short = re.sub("[^dMy]", "", regions[0].date_formats["short"].pattern)
        table[language] = {
            "order": "".join(dict.fromkeys(short)).lower(),
            "months": months,
            "days": {name: number for number, name in _words(regions, "days")},
            "past": _past(regions[0]),
        }
    return table


def main() -> None:
    """Write the files beside this one."""
    babel = import_module("babel")
    locales = {language: babel.Locale.parse(language) for language in PLACED}
    naming = {language: locales[language] for language in LANGUAGES}
    tables = {
        "territories": territories(locales),
        "capitals": capitals(locales),
        "languages": languages(naming),
        "codes": codes(),
        "calendar": calendars(babel),
    }
    for name, table in tables.items():
        sourced = {"_source": f"CLDR by Babel {babel.__version__}, Unicode licence", **table}
        lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sourced.items())
        folder = _HERE / "names" if name in {"territories", "capitals"} else _HERE
        (folder / f"{name}.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
