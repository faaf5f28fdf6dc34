"""Markdown as HTML: CommonMark with tables, strikethrough, tasks, footnotes, and the wiki links of note takers."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from feeds.enrich.lines import is_paragraph, join_wrapped, split_lines
from feeds.enrich.share import is_share_line, share_link
from feeds.parsers.markup.blocks import Body
from feeds.parsers.markup.cutting import blocks_of_html
from feeds.parsers.markup.dialects import as_common
from feeds.parsers.markup.safety import tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_MARK = re.compile(
    r"[*_`\\\[<]|&#?\w+;|~~|==|%%|\{[{%:]"  # within a line
    r"|^[ \t]*(?:#{1,6}[ \t]|[-+][ \t]|\d{1,9}[.)][ \t]|>|\||~~~)"  # at its beginning
    r"|^(?: {4,}|\t)[ \t]*\S|^[ \t]*(?:=+|-+)[ \t]*$|\|.*\n[ \t|:-]+$|(?: {2,})$",
    re.MULTILINE,
)
"""What may be a mark of Markdown. A text without any is a plain one."""
_WIKI = re.compile(r"!?\[\[([^\[\]|\n]{1,200})(?:\\?\|([^\[\]\n]{1,200}))?\]\]")
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|pdf|mp[34]|m4a|webm|ogg|wav|canvas)\Z", re.IGNORECASE)
_OPENING = re.compile(r"(<[A-Za-z][A-Za-z0-9-]*)")
_PLAIN_TAG = re.compile(r"(?:<!--.*?-->|</?[a-z][a-z0-9]{0,9} ?/?>|\s)*", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_WHOLE = re.compile(r"https?://|mailto:|#|$", re.IGNORECASE)
_DEEPEST = 60
"""Lists and quotations within one another; the parser leaves out what lies deeper."""
_SHORT = 50
"""Lines of a paragraph that are all this short were broken on purpose,"""
_WIDE = 160
"""and so were those that end clauses beside one that no page is wide enough for."""
_TARGET = re.compile(r"\]\([^()\s]*\)|https?://\S+")
_CLAUSE_END = re.compile(r"[.!?…:;。！？؟۔।][\s\"'”’»›)*_\]]*\Z")


def has_marks(text: str) -> bool:
    """Tell whether a text has anything that could be markup; it is read as plain text where it has not."""
    return _MARK.search(text) is not None


def body_of_markdown(text: str, first_line: int = 1, base: str | None = None, *, has_html: bool = True) -> Body:
    """Read Markdown that begins on a line of its file; `base` is the address of the article, where it is known.

    HTML in it is read as such, unless it is to stand there as the signs that it is written with.
    """
    parser, source = _parser(has_html=has_html), as_common(text)
    env: dict[str, Any] = {"keeps_lines": _keeps_lines(source)}
    tokens = parser.parse(source, env)
    for token in tokens:
        if token.map and token.nesting >= 0:
            line = token.map[0] + first_line
            _number(token, line + (token.type == "fence"), token.map[1] + first_line)
    is_safe = all(map(_is_safe, tokens)) and all(
        _WHOLE.match(reference["href"]) for reference in env.get("references", {}).values()
    )
    html = parser.renderer.render(tokens, parser.options, env)
    blocks = blocks_of_html(html, first_line, base, is_numbered=True)
    if not blocks:  # it is nested more deeply than the parser looks
        blocks = blocks_of_html("".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n")), first_line)
    return Body(blocks, text if is_safe else "", first_line, is_markdown=True)


def _is_safe(token: Token) -> bool:
    """Tell whether what a token was written as does no harm and leads where it should, whoever renders it."""
    if token.type in {"html_block", "html_inline"}:
        content = token.content
        names = (name.lower() for name in _NAME.findall(content))
        return _PLAIN_TAG.fullmatch(content) is not None and all(name in tags("inline") for name in names)
    address = token.attrs.get("href") or token.attrs.get("src") or ""
    return _WHOLE.match(str(address).strip()) is not None and all(map(_is_safe, token.children or ()))


def _number(token: Token, line: int, end: int) -> None:
    """Let a block say on which lines it was written."""
    if token.type == "html_block":
        token.content = _OPENING.sub(rf'\1 data-line="{line}" data-end="{end}"', token.content, count=1)
    else:
        token.attrSet("data-line", str(line))
        token.attrSet("data-end", str(end))


class _Parser(MarkdownIt):
    """Reads every link: `links` judges what it leads to."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - its name and shape are the parser's
        """Let it be read."""
        return True


@cache
def _parser(*, has_html: bool) -> MarkdownIt:
    parser = _Parser("commonmark", {"html": has_html, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(tasklists_plugin).use(footnote_plugin)
    parser.inline.ruler.before("link", "wiki", _wiki)
    parser.core.ruler.push("line_breaks", _break_lines)
    return parser


def _wiki(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
    """Read `[[page]]`, `[[page|text]]` and `![[file]]` as text: there is no telling where it would lead."""
    if state.src[state.pos] not in "![":
        return False
    found = _WIKI.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        shown = found[2] or found[1].split("#", 1)[0].rsplit("/", 1)[-1] or found[1].lstrip("#^")
        is_picture = found[0].startswith("!") and _FILE.search(found[1].split("#", 1)[0].strip())
        state.push("text", "", 0).content = "" if is_picture else shown.strip()
    state.pos = found.end()
    return True


def _keeps_lines(text: str) -> bool:
    """Tell whether each line is a paragraph: none is blank between them, and none was broken at a width."""
    lines = split_lines(text.strip())
    return len(lines) > 2 and lines[-1].block == 0 and len(join_wrapped(lines)) == len(lines)  # noqa: PLR2004


def _break_lines(state: StateCore) -> None:
    """Break paragraphs where the writer did, not where the page was full."""
    opened = False
    for at, token in enumerate(state.tokens):
        if token.type == "heading_open" and token.markup == "-" and is_paragraph(state.tokens[at + 1].content):
            opened, token.tag = True, "p"  # a paragraph, and a line of hyphens right below it
        elif token.type == "heading_close" and opened:
            opened, token.tag = False, "p"
        if token.type == "inline" and token.children and "\n" in token.content:
            _break_paragraph(token.children, token.content.split("\n"), keeps_lines=state.env["keeps_lines"])


def _break_paragraph(children: Sequence[Token], lines: list[str], *, keeps_lines: bool) -> None:
    breaks = [child for child in children if child.type in {"softbreak", "hardbreak"}]
    shown = [_TARGET.sub("", line).rstrip() for line in lines]
    are_short = all(len(line) <= _SHORT for line in shown)
    are_wide = any(len(line) > _WIDE for line in shown) and all(_CLAUSE_END.search(line) for line in shown[:-1])
    every = keeps_lines or are_short or are_wide
    for at, child in enumerate(breaks, 1):
        if at < len(lines) and (every or _stands_alone(lines[at])):
            child.type, child.tag = "hardbreak", "br"


def _stands_alone(line: str) -> bool:
    return is_share_line(line) or share_link(line) is not None
