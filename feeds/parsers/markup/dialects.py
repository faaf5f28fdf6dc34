"""What programs write into Markdown that CommonMark does not know: read as what it means there, or left out.

Every line stays where it is, so that what is found keeps its number.
"""

from __future__ import annotations

import re

from feeds.enrich.lines import is_paragraph

_REMARK = re.compile(r"%%.*?%%", re.DOTALL)  # Obsidian
_CALLOUT = re.compile(r"^([ \t]*>[ \t]*)\[!\w+\][+-]?[ \t]*", re.MULTILINE)  # the same, and GitHub
_SHORTCODE = re.compile(
    r"\{\{[<%][^{}\n]*[%>]\}\}|\{%[^{}\n]*%\}|^[ \t]*\{:[^{}\n]*\}[ \t]*$", re.MULTILINE
)  # Hugo, Jekyll
_BLANKS = re.compile(r"""(!?\[[^\[\]\n]{0,300}\]\()((?:(?:https?:)?//|/)[^\s()<>"']*(?: [^\s()<>"']+)+)\)""")
_LIST_OR_FENCE = re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]|^[ \t]*(?:```|~~~)", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {4,}|\t)[ \t]*(?=\S)(.*)$", re.MULTILINE)


def as_common(text: str) -> str:
    """Give the text as CommonMark would have it."""
    if "%%" in text:
        text = _REMARK.sub(_breaks_only, text)
    if "[!" in text:
        text = _CALLOUT.sub(r"\1", text)
    if "{" in text:
        text = _SHORTCODE.sub("", text)
    if "](" in text:
        text = _BLANKS.sub(lambda found: f"{found[1]}{found[2].replace(' ', '%20')})", text)
    return _without_indents(text)


def _breaks_only(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _without_indents(text: str) -> str:
    """Take the indents off paragraphs, which are no code: where all that is indented reads as running text."""
    indented = _INDENTED.findall(text)
    if not indented or not all(map(is_paragraph, indented)) or _LIST_OR_FENCE.search(text):
        return text
    return _INDENTED.sub(r"\1", text)
