"""Markdown as HTML: CommonMark with tables, strikethrough, tasks, footnotes, and the wiki links of note takers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from feeds.enrich.lines import join_wrapped, split_lines
from feeds.enrich.share import is_share_line, share_link
from feeds.parsers.markup.cutting import blocks_of_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from feeds.parsers.markup.blocks import Block

_MARK = re.compile(
    r"[*_`\\\[<]|&#?\w+;|~~|==|%%"  # within a line
    r"|^[ \t]*(?:#{1,6}[ \t]|[-+][ \t]|\d{1,9}[.)][ \t]|>|\||~~~)"  # at its beginning
    r"|^(?: {4,}|\t)[ \t]*\S|^[ \t]*(?:=+|-+)[ \t]*$|\|.*\n[ \t|:-]+$|(?: {2,})$",
    re.MULTILINE,
)
"""What may be a mark of Markdown. A text without any is a plain one."""
_WIKI = re.compile(r"!?\[\[([^\[\]|\n]{1,200})(?:\\?\|([^\[\]\n]{1,200}))?\]\]")
_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|pdf|mp[34]|m4a|webm|ogg|wav|canvas)\Z", re.IGNORECASE)
_REMARK = re.compile(r"%%.*?%%", re.DOTALL)
_CALLOUT = re.compile(r"^([ \t]*>[ \t]*)\[!\w+\][+-]?[ \t]*", re.MULTILINE)
_BLANKS = re.compile(r"""(!?\[[^\[\]\n]{0,300}\]\()((?:(?:https?:)?//|/)[^\s()<>"']*(?: [^\s()<>"']+)+)\)""")
"""An address with blanks, which Markdown does not take for one."""
_OPENING = re.compile(r"(<[A-Za-z][A-Za-z0-9-]*)")
_UNSAFE = re.compile(r"(?:javascript|vbscript|data|file)(?::|&)", re.IGNORECASE)
_TAG = re.compile(r"<[/!?A-Za-z]")
_SHORT = 50
"""Lines of a paragraph that are all this short were broken on purpose."""


def has_marks(text: str) -> bool:
    """Tell whether a text has anything that could be markup; it is read as plain text where it has not."""
    return _MARK.search(text) is not None


def is_safe_source(text: str) -> bool:
    """Tell whether Markdown may be given out as it was written: without HTML, and without addresses that do harm."""
    return not (_TAG.search(text) or _UNSAFE.search(text))


def blocks_of_markdown(text: str, first_line: int = 1, base: str | None = None) -> list[Block]:
    """Read Markdown that begins on a line of its file; `base` is the address of the article, where it is known."""
    parser = _parser()
    source = _CALLOUT.sub(r"\1", _REMARK.sub(_breaks_only, text)) if "%%" in text or "[!" in text else text
    source = _BLANKS.sub(lambda found: f"{found[1]}{found[2].replace(' ', '%20')})", source) if "](" in text else source
    env = {"keeps_lines": _keeps_lines(source)}
    tokens = parser.parse(source, env)
    for token in tokens:
        if token.map and token.nesting >= 0:
            line = token.map[0] + first_line
            _number(token, line + (token.type == "fence"), token.map[1] + first_line)
    return blocks_of_html(parser.renderer.render(tokens, parser.options, env), first_line, base, is_numbered=True)


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
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(tasklists_plugin).use(footnote_plugin)
    parser.inline.ruler.before("link", "wiki", _wiki)
    parser.core.ruler.push("line_breaks", _break_lines)
    return parser


def _breaks_only(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


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
    for token in state.tokens:
        if token.type == "inline" and token.children and "\n" in token.content:
            _break_paragraph(token.children, token.content.split("\n"), keeps_lines=state.env["keeps_lines"])


def _break_paragraph(children: Sequence[Token], lines: list[str], *, keeps_lines: bool) -> None:
    breaks = [child for child in children if child.type in {"softbreak", "hardbreak"}]
    every = keeps_lines or all(len(line) <= _SHORT for line in lines)
    for at, child in enumerate(breaks, 1):
        if at < len(lines) and (every or _stands_alone(lines[at])):
            child.type, child.tag = "hardbreak", "br"


def _stands_alone(line: str) -> bool:
    return is_share_line(line) or share_link(line) is not None
