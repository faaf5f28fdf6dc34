"""Guess the language of a text by its script, its common words and its rarer letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from feeds.enrich.tables import load_table

_LOOKED_AT = 1200  # characters; the report found 200 to be enough for a trained model, counting words needs more
_SCRIPT_SHARE = 0.25
_LETTER_WEIGHT = 0.5
_FEWEST_HITS = 2.0
_MARGIN = 1.1
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Script:
    language: str
    letters: re.Pattern[str]
    share: float
    among: re.Pattern[str]


def _class(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters.encode().decode('unicode_escape') if letters.isascii() else letters}]")


@cache
def _scripts() -> tuple[_Script, ...]:
    rows = load_table("language.yaml")["scripts"]
    return tuple(
        _Script(
            row["language"],
            _class(row["letters"]),
            float(row.get("share", _SCRIPT_SHARE)),
            _class(row["of"]) if "of" in row else _LETTER,
        )
        for row in rows
    )


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Give the languages in which each word is common; a word of fewer languages tells more."""
    languages: dict[str, list[str]] = {}
    for language, words in load_table("language.yaml")["words"].items():
        for word in dict.fromkeys(words):
            languages.setdefault(word, []).append(language)
    return {word: tuple(found) for word, found in languages.items()}


@cache
def _letters() -> dict[str, str]:
    return {letter: language for language, row in load_table("language.yaml")["letters"].items() for letter in row}


def _by_script(text: str) -> str | None:
    letters = len(_LETTER.findall(text))
    for script in _scripts():
        among = letters if script.among is _LETTER else len(script.among.findall(text))
        if among * 2 > letters and len(script.letters.findall(text)) > among * script.share:
            return script.language
    return None


def guess_language(text: str) -> str | None:
    """Guess by the first thousand characters or so; None when nothing tells clearly."""
    text = text[:_LOOKED_AT]
    if not text.isascii() and (found := _by_script(text)):
        return found
    scores: dict[str, float] = {}
    words = _words()
    for word in _WORD.findall(text.replace("İ", "i").lower()):
        for language in words.get(word, ()):
            scores[language] = scores.get(language, 0) + 1 / len(words[word]) ** 0.5
    if not text.isascii():
        letters = _letters()
        for letter in text:
            if letter in letters:
                scores[letters[letter]] = scores.get(letters[letter], 0) + _LETTER_WEIGHT
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < _FEWEST_HITS:
        return None
    if len(ranked) > 1 and ranked[0][1] < ranked[1][1] * _MARGIN:
        return None
    return ranked[0][0]
