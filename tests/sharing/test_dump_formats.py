"""Dumps of share links as other programs write them, and as this one does."""

from __future__ import annotations

from contextlib import suppress

import pytest

from feeds.errors import UnknownDump
from feeds.sharing.dump_formats import Record, read_dump

PAGE = "https://news.example/a"

YOURLS_SQL = """-- MariaDB dump
CREATE TABLE `yourls_url` (`keyword` varchar(100), `url` text);
INSERT INTO `yourls_log` VALUES (1,'2020-01-01 00:00:00','abc','','curl','198.51.100.7','FR');
INSERT INTO `yourls_options` (`option_id`, `option_name`) VALUES (1,'version');
INSERT INTO `yourls_url` (`keyword`, `url`, `title`, `timestamp`, `ip`, `clicks`) VALUES
('abc','https://news.example/a','L\\'été (fin), encore','2020-01-01 00:00:10','198.51.100.7',3),
('Abd','https://news.example/b','It''s; one',NULL,'198.51.100.8',0);
INSERT INTO `yourls_url` VALUES ('abe','https://news.example/c','','2020-01-02 00:00:00','::1',1);
"""

SHLINK_JSON = """{"shortUrls": {"data": [
  {"shortCode": "abc", "shortUrl": "https://s.example/abc", "longUrl": "https://news.example/a",
   "dateCreated": "2020-01-01T01:00:10+01:00", "tags": [], "domain": null, "visitsCount": 3},
  {"shortUrl": "https://own.example/abd", "shortCode": "abd", "longUrl": "https://news.example/b",
   "dateCreated": "2020-01-01T00:00:10Z", "domain": "own.example"}], "pagination": {}}}
"""


@pytest.mark.parametrize(
    ("text", "records"),
    [
        pytest.param(
            "host,code,short_url,canonical_url,entry,state,kind,created\n"
            ",abc,https://n.example/abc,https://news.example/a,urn:uuid:1,gone,minted,2020-01-01T00:00:10Z\n"
            "s.example,abd,https://s.example/abd,https://news.example/b,urn:uuid:2,live,printed,\n",
            [
                Record(2, "", "abc", PAGE, "urn:uuid:1", "gone", "minted", 1577836810),
                Record(3, "s.example", "abd", "https://news.example/b", "urn:uuid:2", "live", "printed"),
            ],
            id="our own",
        ),
        pytest.param(
            "abc|https://news.example/a\ns/s.example/abd|https://news.example/b\n\nbroken\n",
            [
                Record(1, None, "abc", PAGE),
                Record(2, "s.example", "abd", "https://news.example/b"),
                Record(4, None, "", "broken"),
            ],
            id="code, pipe, address",
        ),
        pytest.param(
            YOURLS_SQL,
            [
                Record(6, None, "abc", PAGE, created=1577836810),
                Record(7, None, "Abd", "https://news.example/b"),
                Record(8, None, "abe", "https://news.example/c", created=1577923200),
            ],
            id="YOURLS, SQL",
        ),
        pytest.param(
            "keyword,url,title,timestamp,ip,clicks\n"
            'abc,https://news.example/a,"Deux, trois",2020-01-01 00:00:10,198.51.100.7,3\n',
            [Record(2, None, "abc", PAGE, created=1577836810)],
            id="YOURLS, CSV",
        ),
        pytest.param(
            "abc,https://news.example/a,Titre,2020-01-01 00:00:10,198.51.100.7,3\r\n",
            [Record(1, None, "abc", PAGE, created=1577836810)],
            id="YOURLS, CSV without a heading",
        ),
        pytest.param(
            "createdAt,domain,shortCode,shortUrl,longUrl,title,tags,visits\n"
            "2020-01-01T01:00:10+01:00,DEFAULT.example,abc,https://s.example/abc,https://news.example/a,,x|y,3\n",
            [Record(2, "default.example", "abc", PAGE, created=1577836810)],
            id="Shlink, CSV",
        ),
        pytest.param(
            "Long URL;Short code;Domain\nhttps://news.example/a;abc;s.example\n",
            [Record(2, "s.example", "abc", PAGE)],
            id="CSV as Shlink imports it",
        ),
        pytest.param(
            "created_at,title,link,custom_link,long_url,clicks\n"
            f"2020-01-01T00:00:10+00:00,T,https://s.example/abc,https://s.example/own,{PAGE},5\n",
            [
                Record(2, "s.example", "abc", PAGE, created=1577836810),
                Record(2, "s.example", "own", PAGE, created=1577836810),
            ],
            id="two short addresses, CSV",
        ),
        pytest.param(
            f"id\tslashtag\tdestination\tclicks\tshortUrl\n1\tabc\t{PAGE}\t0\ts.example/abc\n",
            [Record(2, "s.example", "abc", PAGE)],
            id="short addresses without a scheme, TSV",
        ),
        pytest.param(
            f'{{"hash": "x", "to": {{"link": "{PAGE}"}}, "short": "https://s.example/abc"}}\n'
            f'{{"hash": "y", "to": {{"link": "{PAGE}"}}, "short": "https://s.example/abd"}}\n',
            [Record(1, "s.example", "abc", PAGE), Record(2, "s.example", "abd", PAGE)],
            id="an object a line",
        ),
        pytest.param(
            f"INSERT INTO links (id, slug, dest) VALUES (1,'abc','{PAGE}');",  # noqa: S608 - it is read
            [Record(1, None, "abc", PAGE)],
            id="SQL of another program",
        ),
        pytest.param(
            f"INSERT INTO links (id, short_url, long_url, clicks) VALUES (7,'abc','{PAGE}',3);",  # noqa: S608 - it is read
            [Record(1, None, "abc", PAGE)],
            id="codes under the name of addresses",
        ),
        pytest.param(
            f'"original","path","short","secure"\n"{PAGE}","abc","http://s.example/abc","https://s.example/abc"\n',
            [Record(2, "s.example", "abc", PAGE)],
            id="one short address twice",
        ),
        pytest.param(f'{{"abc": "{PAGE}"}}', [Record(1, None, "abc", PAGE)], id="a JSON object of codes"),
        pytest.param(f"abc {PAGE}\n", [Record(1, None, "abc", PAGE)], id="code, blank, address"),
        pytest.param(f"{PAGE}\tHTTPS://S.EXAMPLE/Abc\n", [Record(1, "s.example", "Abc", PAGE)], id="TSV in capitals"),
        pytest.param(
            f"{PAGE};abc\nhttps://news.example/b;abd\n",
            [Record(1, None, "abc", PAGE), Record(2, None, "abd", "https://news.example/b")],
            id="the other way round, without a heading",
        ),
        pytest.param(
            SHLINK_JSON,
            [
                Record(2, "s.example", "abc", PAGE, created=1577836810),
                Record(4, "own.example", "abd", "https://news.example/b", created=1577836810),
            ],
            id="Shlink, JSON",
        ),
        pytest.param(
            f'{{"links": {{"link_1": {{"short": "https://s.example/abc", "url": "{PAGE}"}}}}, "stats": {{"n": "1"}}}}',
            [Record(1, "s.example", "abc", PAGE)],
            id="YOURLS, JSON: an object of objects",
        ),
        pytest.param(f'[["https://s.example/abc", "{PAGE}"]]', [Record(1, "s.example", "abc", PAGE)], id="JSON pairs"),
        pytest.param(
            f"#FORMAT: BEACON\n#PREFIX: https://s.example/\n\nabc|{PAGE}\n",
            [Record(4, "s.example", "abc", PAGE)],
            id="BEACON",
        ),
        pytest.param(f"sep=;\r\nkurz;lang\r\nabc;{PAGE}\r\n", [Record(3, None, "abc", PAGE)], id="CSV for Excel"),
        pytest.param(
            "COPY public.links (id, code, target, ip) FROM stdin;\n"
            f"1\tabc\t{PAGE}\t\\N\n2\tabd\t{PAGE}\t\\N\n\\.\n\nSELECT 1;\n",
            [Record(2, None, "abc", PAGE), Record(3, None, "abd", PAGE)],
            id="rows of PostgreSQL",
        ),
        pytest.param(
            f'INSERT INTO "public"."links" ("id", "code", "target") VALUES (1, \'abc\', \'{PAGE}\');',  # noqa: S608 - as above
            [Record(1, None, "abc", PAGE)],
            id="INSERTs into a schema",
        ),
        pytest.param(
            f"INSERT [dbo].[Links] ([Id], [Code], [Url]) VALUES (1, N'abc', N'{PAGE}')\nGO\n",  # noqa: S608 - as above
            [Record(1, None, "abc", PAGE)],
            id="INSERTs of SQL Server",
        ),
        pytest.param(f"/abc    {PAGE}   301\n", [Record(1, None, "abc", PAGE)], id="rules of a host of files"),
        pytest.param(
            f"Redirect 301 /abc {PAGE}\nRedirect 301 /abd {PAGE}\n",
            [Record(1, None, "abc", PAGE), Record(2, None, "abd", PAGE)],
            id="rules of Apache",
        ),
        pytest.param(f"/abc {PAGE};\n", [Record(1, None, "abc", PAGE)], id="a map of nginx"),
        pytest.param(f'{{"/abc": "{PAGE}"}}', [Record(1, None, "abc", PAGE)], id="a JSON object of paths"),
        pytest.param(
            f'{{"links": {{"abc": {{"url": "{PAGE}", "clicks": 3}}, "abd": {{"url": "{PAGE}", "clicks": 1}}}}}}',
            [Record(1, None, "abc", PAGE), Record(1, None, "abd", PAGE)],
            id="an object of objects by their codes",
        ),
        pytest.param(
            f'{{"_id": {{"$oid": "5f"}}, "code": "abc", "longUrl": "{PAGE}", "date": {{"$date": "2020"}}}}\n',
            [Record(1, None, "abc", PAGE)],
            id="one object",
        ),
        pytest.param(
            f"| short | long |\n|---|---|\n| https://s.example/abc+ | {PAGE} |\n",
            [Record(3, "s.example", "abc", PAGE)],
            id="a table in Markdown",
        ),
        pytest.param(
            "short,long\ns.example/abc,news.example/2016/a\n",
            [Record(2, "s.example", "abc", "https://news.example/2016/a")],
            id="addresses without a scheme",
        ),
    ],
)
def test_a_dump_is_read(text: str, records: list[Record]) -> None:
    assert read_dump(text, ["s.example", "own.example", "n.example"]).records == records


def test_columns_are_told_by_what_they_hold_without_a_known_host_too() -> None:
    dump = read_dump(
        f"a,b,c,d\n1,https://x.example/q9,{PAGE}/long/title,T\n2,https://x.example/q8,{PAGE}/other/title,U\n"
    )
    assert [(record.host, record.code) for record in dump.records] == [("x.example", "q9"), ("x.example", "q8")]
    assert dump.columns == {"a": "", "b": "short address", "c": "target", "d": ""}


@pytest.mark.parametrize(
    "text", ["", "hello\n", "a,b\n1,2\n", "{", '{"a": 1}', "[1]", "[" * 100_000, "code,url\n" + "x" * 200_000]
)
def test_what_is_no_dump_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnknownDump):
        read_dump(text)


@pytest.mark.parametrize(
    "text",
    ["INSERT INTO `yourls_url` VALUES ('a", "INSERT INTO `yourls_url` VALUES ((((", "INSERT INTO url VALUES (,)"],
)
def test_sql_that_is_cut_off_is_refused(text: str) -> None:
    with pytest.raises(UnknownDump):
        read_dump(text)


@pytest.mark.parametrize(
    "head", ["INSERT INTO url (", "INSERT INTO url VALUES ", "INSERT INTO url (a) ", "INSERT INTO " + "u" * 50]
)
def test_beginning_that_is_repeated_takes_no_longer_for_each_one_before(head: str) -> None:
    with suppress(UnknownDump):  # by the square of its size it would take hours
        read_dump(head * 100_000)


def test_insert_within_a_value_is_no_insert() -> None:
    inner = "INSERT INTO url VALUES (''evil'', ''https://evil.example/'')"
    dump = f"INSERT INTO url (keyword, url, title) VALUES ('abc', '{PAGE}', '{inner}');"  # noqa: S608 - it is read
    assert [record.code for record in read_dump(dump).records] == ["abc"]


def test_nothing_that_concerns_visitors_is_read() -> None:
    assert "198.51.100" not in repr(read_dump(YOURLS_SQL))
