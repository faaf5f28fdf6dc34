"""What programs write into Markdown that CommonMark does not know: read as what it means there, or left out.

Every line stays where it is, so that what is found keeps its number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_REMARK = re.compile(r"%%.*?%%", re.DOTALL)  # Obsidian
_CALLOUT = re.compile(r"^([ \t]*>[ \t]*)\[!\w+\][+-]?[ \t]*", re.MULTILINE)  # the same, and GitHub
_SHORTCODE = re.compile(
    r"\{\{[<%][^{}\n]*[%>]\}\}|\{%[^{}\n]*%\}|^[ \t]*\{:[^{}\n]*\}[ \t]*$", re.MULTILINE
)  # Hugo, Jekyll
_PARAMETER = re.compile(r"""(\w+)=(?:"([^"]*)"|([^\s"]+))""")
_VIDEO = re.compile(r"""(youtube|vimeo)\s+(?:id=)?"?([\w-]{6,20})""")
_PAGES = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_BLANKS = re.compile(r"""(!?\[[^\[\]\n]{0,300}\]\()((?:(?:https?:)?//|/)[^\s()<>"']*(?: [^\s()<>"']+)+)\)""")
_ITEM = re.compile(r"\s{0,3}(?:[-+*]|\d{1,9}[.)])\s")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_INDENT = re.compile(r" {4}|\t| {1,3}\t")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"[{}<>=_\\]|\w\.[a-z_]{2}|\w\(")
_FEWEST_WORDS = 3
_SIGN = re.compile(r"[^\W_]")
_SIGNS = 0.7
"""The share of letters and digits that running text has at least."""


def as_common(text: str) -> str:
    """Give the text as CommonMark would have it."""
    if "%%" in text:
        text = _REMARK.sub(_breaks_only, text)
    if "[!" in text:
        text = _CALLOUT.sub(r"\1", text)
    if "{" in text:
        text = _SHORTCODE.sub(_shown, text)
    if "](" in text:
        text = _BLANKS.sub(lambda found: f"{found[1]}{found[2].replace(' ', '%20')})", text)
    return _without_indents(text)


def _shown(found: re.Match[str]) -> str:
    """Give what a shortcode shows: a figure, a video; nothing of the others."""
    named = {name: first or other for name, first, other in _PARAMETER.findall(found[0])}
    if "figure" in found[0] and "src" in named:
        title = named.get("caption", "").replace('"', "'")
        return f'![{named.get("alt", "")}](<{named["src"]}> "{title}")'
    video = _VIDEO.search(found[0])
    return f"<{_PAGES[video[1]].format(video[2])}>" if video else ""


def _breaks_only(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _without_indents(text: str) -> str:
    """Take the indents off paragraphs, which are no code: where most of what is indented, in no list, has words."""
    if "\n    " not in text and "\t" not in text:
        return text
    lines = text.split("\n")
    indented = list(_indented(lines))
    if sum(_has_words(lines[at]) for at in indented) * 2 <= len(indented):
        return text
    for at in indented:
        lines[at] = lines[at].lstrip()
    return "\n".join(lines)


def _indented(lines: list[str]) -> Iterator[int]:
    """Find the lines that would be code for their indent alone."""
    in_list = in_fence = False
    for at, line in enumerate(lines):
        if _FENCE.match(line):
            in_fence = not in_fence
        elif not in_fence and line.strip():
            if not _INDENT.match(line):
                in_list = _ITEM.match(line) is not None or (in_list and line[0] == " ")
            elif not in_list:
                yield at


def _has_words(line: str) -> bool:
    is_text = len(_SIGN.findall(line)) >= _SIGNS * len(line.strip())
    return is_text and len(_WORD.findall(line)) >= _FEWEST_WORDS and not _CODE.search(line)
