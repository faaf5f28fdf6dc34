"""Cut a text at the end of a sentence: for summaries, and for titles that are too long."""

from __future__ import annotations

import re

LONGEST = 300
_SHORTEST_PART = 5  # a cut before a fifth of the room says too little: a dateline, an initial
_ENDS = re.compile(
    r"(?<!\b[A-ZÀ-Þ])(?:[.!?…؟।]+[\"'”’»›)\]]*|[\u00a0\u202f ][!?]+)(?:[\u00a0\u202f ]»)?(?=\s)|[。！？]+[”」』）]*"
)
_NOT_ENDS = re.compile(
    r"\b(?:M|Mr|Mrs|Ms|Dr|St|Mme|Prof|No|Nr|vs|etc|cf|art|Sr|Sra|z\.B|bzw|ca|Gen|Sen|Rep|Gov|Lt|Col)\.$"
)


def _sentence_ends(text: str) -> list[int]:
    return [
        found.end()
        for found in _ENDS.finditer(text)
        if not _NOT_ENDS.search(text[max(0, found.end() - 8) : found.end()])
    ]


def _cut_word(text: str, longest: int) -> str:
    """Cut at the last blank that fits, or anywhere in a text without blanks, and say so with an ellipsis."""
    room = text[: longest - 1]
    blank = max(room.rfind(" "), room.rfind("\u00a0")) if not text[longest - 1].isspace() else len(room)
    return room[: blank if blank > longest // _SHORTEST_PART else len(room)].rstrip(" \u00a0,;:–—-«([") + "…"


def cut(text: str, longest: int = LONGEST) -> str:
    """Give the sentences that fit in `longest` characters; without one, as many words as fit."""
    if len(text) <= longest:
        return text
    ends = [end for end in _sentence_ends(text[: longest + 1]) if longest // _SHORTEST_PART <= end <= longest]
    return text[: ends[-1]].rstrip() if ends else _cut_word(text, longest)


def first_sentence(text: str, longest: int = 100) -> str:
    """Give the first sentence without its full stop, cut at a word when it is longer; it serves as a title."""
    ends = _sentence_ends(text[: longest + 2])
    end = next((end for end in ends if end > longest // _SHORTEST_PART), None)
    sentence = text[:end] if end else text
    if len(sentence) > longest:
        return _cut_word(sentence, longest)
    return sentence[:-1] if sentence.endswith((".", "。")) and not sentence.endswith("..") else sentence
