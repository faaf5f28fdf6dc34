"""Markdown and HTML become safe HTML beside the same plain lines; what is plain stays what it is as a text file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Article
from feeds.parsers import Defaults, parse
from feeds.parsers.markup import blocks_of_html, body_of_html, body_of_markdown
from tests.parsers.texts import LEAD, MORE, article

BASE = "https://journal.example/2026/03/pont.html"
PIXEL = '<img src="https://count.example/p.gif" width="1" height="1">'


def html_of(html: str, base: str | None = BASE) -> str:
    body = body_of_html(html, 1, base)
    return body.html(body.lines) or "".join(block.html for block in body.blocks)


def lines_of(html: str) -> list[str]:
    return [line.text for block in blocks_of_html(html) for line in block.lines]


def markdown(*lines: str, front: str = "title: La digue") -> Article:
    return parse("\n".join(("---", front, "---", *lines)).encode(), "a.md", Defaults()).article


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("A *fine* **bold** `x < y` [link](https://a.example/?a=1&b=2)", None),
        ("## Further down", "<h2>Further down</h2>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("- [ ] to do\n- [x] done", "<ul><li>☐ to do</li><li>☑ done</li></ul>"),
        ("> said\n>\n> again", "<blockquote><p>said</p><p>again</p></blockquote>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("```py\nif x:\n    y\n```", "<pre><code>if x:\n    y\n</code></pre>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"),
        ("A note[^1].\n\n[^1]: Below.", "<p>A note<sup>[1]</sup>.</p><hr><ol><li>Below.</li></ol>"),
        ("![The harbour](/b.png)", '<img src="https://journal.example/b.png" alt="The harbour">'),
        (
            "![Le port](/b.png 'Vu de *l')",
            '<figure><img src="https://journal.example/b.png" alt="Le port"><figcaption>Vu de',
        ),
        ("![x](//cdn.example/a b.png)", '<img src="https://cdn.example/a%20b.png" alt="x">'),
        ("*See* [[Page]], [[dir/Page#Part|that]] and ![[Note]]", "<p><em>See</em> Page, that and Note</p>"),
        ("*a* %%a remark%% b", "<p><em>a</em> b</p>"),
        ("*a* {{< ref x >}}{% include y %} b\n{: .lead}", "<p><em>a</em> b</p>"),
        ('{{< figure src="/b.png" alt="Le port" caption="Vu" >}}', 'b.png" alt="Le port"><figcaption>Vu</figcaption>'),
        ("*a*\n\n{{< youtube abcdefghij >}}", '<p><a href="https://www.youtube.com/watch?v=abcdefghij">'),
        ("> [!note] *Mind* this", "<blockquote><p><em>Mind</em> this</p></blockquote>"),
    ],
)
def test_markdown_becomes_html(written: str, html: str | None) -> None:
    body = body_of_markdown(written, 1, BASE)
    linked = '<p>A <em>fine</em> <strong>bold</strong> <code>x &lt; y</code> <a href="https://a.example/?a=1&amp;b=2">'
    assert (html or linked) in (body.html(body.lines) or "")


def test_every_line_knows_where_it_stands_in_the_file() -> None:
    written = "# A\n\n- one\n- two\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n```\ncode\n\nmore\n```\n"
    written += "\n<div>x <b>y</b></div>\n\nend\nof it"
    lines = {line.text: line.number for line in body_of_markdown(written, 10).lines}
    assert lines == {
        "A": 10,
        "one": 12,
        "two": 13,
        "a · b": 15,
        "1 · 2": 17,
        "code": 20,
        "more": 22,
        "x y": 25,
        "end": 27,
        "of it": 28,
    }
    assert [
        line.number for block in blocks_of_html("<p>a</p>\n\n<ul>\n<li>b\n<li>c</ul>", 5) for line in block.lines
    ] == [
        5,
        8,
        9,
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x <b style='color:red' class=y id=z>y</b></p>",
        "<a href='javascript:alert(1)'>x</a><a href=' JaVa\nScript:alert(1)'>y</a><a href='data:text/html,x'>z</a>",
        "<img src='data:image/png;base64,AAAA'><img src=javascript:x>",
        "<form><input name=q><button>go</button></form><textarea>x</textarea><select><option>x</select>",
        "<style>p{}</style><link rel=stylesheet href=x><meta http-equiv=refresh content=0><base href=//evil.example>",
        "<svg><script>alert(1)</script></svg><math><mtext></mtext></math><template><b>x</b></template>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x.swf></object><embed src=x>",
        '<p title="</p><script>alert(1)</script>">x</p><!--><script>alert(1)</script>-->',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<frameset><frame src=x></frameset><p hidden>x</p><p style='display: none'>y</p>",
        "<p><\u0338b>x</p><b\u0338>",
    ],
)
def test_nothing_that_runs_or_spies_passes(hostile: str) -> None:
    html = html_of(f"<p>Before <b>it</b></p>{hostile}<p>after</p>{PIXEL}")
    assert not re.search(
        r"<(?!/?(?:p|b|a|img|br)\b)|[\s\"']on\w+=|style=|class=|id=|href=\"(?!http)|count\.example", html
    )
    assert "alert(1)" not in re.sub(r"&lt;.*?&gt;alert\(1\)", "", html) and "<p>Before <b>it</b></p>" in html


@given(st.text(alphabet="<>/abiphrefsc =\"'&;:#![]()*_`|-\n\t \u0338\u00a0漢1", max_size=200))
def test_whatever_is_written_is_safe_and_says_its_words(text: str) -> None:
    for body in (body_of_html(text), body_of_markdown(text)):
        html = body.html(body.lines) or ""
        assert not re.search(r"<[^>]*\son\w+=|<script|javascript:", html, re.IGNORECASE)
        assert all("\n" not in line.text and line.text.strip() for line in body.lines)


def test_relative_addresses_are_made_whole_or_left_out() -> None:
    mixed = "<p>See <a href='/a'>here</a>, <a href='#n'>note</a>, <a href='mailto:x@a.example'>us</a>"
    mixed += " <img src='i.png' alt='I'></p>"
    assert html_of(mixed) == (
        '<p>See <a href="https://journal.example/a">here</a>, note, <a href="mailto:x@a.example">us</a>'
        ' <img src="https://journal.example/2026/03/i.png" alt="I"></p>'
    )
    assert html_of(mixed, None) == '<p>See here, note, <a href="mailto:x@a.example">us</a></p>'


@pytest.mark.parametrize(
    ("embedded", "shown"),
    [
        ("<iframe src='https://www.youtube.com/embed/abcdefghij?x=1' title='The bridge'></iframe>", "The bridge"),
        ("<video><source src='/v.mp4'></video>", "https://journal.example/v.mp4"),
        ("<audio src='https://a.example/a.mp3'></audio>", "https://a.example/a.mp3"),
    ],
)
def test_what_is_embedded_becomes_a_link(embedded: str, shown: str) -> None:
    html = html_of(f"<p>Look:</p>{embedded}")
    assert f">{shown}</a>" in html and 'href="https://' in html


def test_a_caption_is_part_of_its_picture() -> None:
    figure = "<figure><img src='/p.jpg' alt='Le pont'><figcaption>Photo : AFP</figcaption></figure>"
    (block,) = blocks_of_html(figure, 1, BASE)
    shown = '<img src="https://journal.example/p.jpg" alt="Le pont">'
    assert (block.html, block.lines) == (f"<figure>{shown}<figcaption>Photo : AFP</figcaption></figure>", ())
    assert lines_of("<figure><table><tr><td>a<td>b</table><figcaption>c</figcaption></figure>") == ["a · b", "c"]


def test_old_pages_become_paragraphs() -> None:
    assert lines_of("One <b>bold</b> text<br><br>Two<div>Three<p>Four</div>Five") == [
        "One bold text",
        "Two",
        "Three",
        "Four",
        "Five",
    ]
    assert lines_of("<table><tr><td><p>Only</p><p>laid out</p></td></tr></table>") == ["Only", "laid out"]
    assert lines_of("<ul><li>a<ul><li>b</ul><li>c</ul><dl><dt>d<dd>e</dl>") == ["a", "b", "c", "d", "e"]


def test_an_empty_block_ends_a_line_in_the_html_as_in_the_text() -> None:
    assert html_of("<ul><li>a<div> </div>b<p></p></ul>") == "<ul><li>a<br>b</li></ul>"
    assert html_of("<blockquote><blockquote>a<ul><li></ul> <b>b</b></blockquote>").count("a<br><b>b") == 1
    assert html_of("<table><tr><td><p></p>a<td></tr><tr><td>b<p></p>c</table>").endswith(
        "<td>b<br>c</td></tr></tbody></table>"
    )
    assert html_of("<ul><li>a<script>1</script>b</ul>") == "<ul><li>ab</li></ul>"


def test_plain_markdown_is_the_entry_that_the_same_text_is() -> None:
    text = f"La digue sera réparée\n\n{LEAD}\n\n{MORE}\n\nAFP\n\nPartager cet article ? https://court.example/qYOea0"
    plain, marked = (parse(text.encode(), name, Defaults()).article for name in ("a.txt", "a.md"))
    assert marked == plain and marked.html is None and marked.markdown is None and marked.share_link


def test_fields_and_furniture_leave_the_html_too() -> None:
    read = markdown(
        "# La digue",
        "",
        "By **Jane Doe**",
        "",
        f"{LEAD} Voyez [la carte](https://a.example/carte).",
        "",
        "![La digue](https://a.example/d.jpg)",
        "",
        MORE,
        "",
        "AFP",
        "",
        "[Partager cet article ?](https://court.example/qYOea0)",
        "",
        "![Autre](https://a.example/autre.jpg)",
    )
    assert read.title == "La digue" and read.authors == ("Jane Doe",) and [s.slug for s in read.sources] == ["afp"]
    assert read.share_link and read.share_link.code == "qYOea0"
    assert read.paragraphs == (f"{LEAD} Voyez la carte.", MORE) and read.summary == read.paragraphs[0]
    assert read.html == (
        f'<p>{LEAD} Voyez <a href="https://a.example/carte">la carte</a>.</p>'
        f'<p><img src="https://a.example/d.jpg" alt="La digue"></p><p>{MORE}</p>'
    )
    assert read.markdown == "\n".join(
        (
            f"{LEAD} Voyez [la carte](https://a.example/carte).",
            "",
            "![La digue](https://a.example/d.jpg)",
            "",
            MORE,
        )
    )


def test_a_text_says_the_same_whatever_its_suffix() -> None:
    lines = (
        "",
        "\tVendée : départ (suite)",
        "",
        f"\t4 juillet 2026. - {LEAD}",
        "",
        f"\t« Oui » [sic] : {MORE} {MORE}",
        f"\t{MORE} {MORE}",
    )
    plain, marked = (article(*lines, name=name) for name in ("a.txt", "a.md"))
    assert marked == plain and plain.published and len(plain.paragraphs) == 3


def test_code_and_tables_are_never_furniture() -> None:
    read = markdown(
        LEAD, "", "```", "Share", "5", "AFP", "```", "", "| Share | AFP |", "|--|--|", "| 1 | 2 |", "", MORE
    )
    assert read.paragraphs == (LEAD, "Share", "5", "AFP", "Share · AFP", "1 · 2", MORE)
    assert read.comments is None and read.sources == () and "<table>" in (read.html or "")


def test_headings_stand_below_the_title() -> None:
    assert "<h2>Un</h2>" in (markdown("# Un", "", LEAD, "", "## Deux", "", MORE).html or "")
    assert "<h2>Deux</h2>" in (markdown("# La digue", "", LEAD, "", "## Deux", "", MORE).html or "")


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("<https://a.example/x> <br> H<sub>2</sub>O <!-- more --> `<script>`", None),
        ("```\n<script>\n```", None),
        ("<b onclick=x>oui</b>", "<b>oui</b>"),
        ("<script>x</script>", ""),
        ("<div>oui</div>", "oui"),
        ("[oui](javascript:alert(1))", "oui"),
        ("[oui](JaVa&#115;cript:alert(1))", "oui"),
        ("![x](data:image/png,AAAA)", ""),
        ("[x]: javascript:alert(1)", ""),
        ("[oui](/a)", "[oui](<https://journal.example/a>)"),
    ],
)
def test_markdown_is_given_out_as_it_is_or_mended(written: str, given: str | None) -> None:
    read = markdown(f"*{LEAD}*\n\n{written}", front=f"title: La digue\nurl: {BASE}")
    assert read.markdown == f"*{LEAD}*\n\n{written if given is None else given}".strip()


def test_a_long_address_breaks_no_paragraph() -> None:
    link = f"lundi [un budget](https://a.example/{'x' * 200})"
    wrapped = f"Le conseil a voté\n{link}\npour la *réparation* de la digue que la mer a prise."
    said = "Le conseil a voté lundi un budget pour la réparation de la digue que la mer a prise."
    assert markdown(wrapped, "", MORE).paragraphs == (said, MORE)


def test_paragraphs_that_are_indented_or_underlined_are_no_code_and_no_headings() -> None:
    read = markdown(f"    {LEAD}", "", f"\t{MORE}", "", "**Oui.**", "", LEAD, "---", "", MORE)
    assert read.paragraphs == (LEAD, MORE, "Oui.", LEAD, MORE)
    assert "<pre>" in (markdown(LEAD, "", "    from a.b import c", "", MORE).html or "")
    assert "<pre>" not in (markdown(LEAD, "", "- un", "", "    suite de la liste ici", "", MORE).html or "")
    assert "<pre>" in (markdown(LEAD, "", "    if x:", "        y", "", MORE).html or "")
    assert "<h2>Deux</h2>" in (markdown(LEAD, "", "Deux", "---", "", MORE).html or "")


def test_lines_are_paragraphs_where_no_blank_line_parts_any() -> None:
    read = article("La *digue*", LEAD, MORE, "Une ligne de plus.", name="a.md")
    assert read.title == "La digue" and read.paragraphs == (LEAD, MORE, "Une ligne de plus.")
    joined = markdown(f"{LEAD}\n{MORE} *x*", "", MORE)
    assert joined.paragraphs == (f"{LEAD} {MORE} x", MORE)


@pytest.mark.parametrize(
    "nested", ["> " * 3000, "- " * 3000, "[" * 5000, "*a_" * 3000, "<div>" * 3000, "<b>" * 3000, "![[" * 3000]
)
def test_deep_and_endless_markup_is_read_in_time(nested: str) -> None:
    assert body_of_markdown(f"{nested} word").lines[-1].text.endswith("word")
    assert blocks_of_html(f"{nested} word")[-1].lines[-1].text.endswith("word")
