"""The description of the interface for programs: https://spec.openapis.org/oas/v3.1.1.html.

Written by hand, so that it says what is promised, not what happens to be; the tests hold the server to it.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feeds.site import Site

MOST_ADDRESSES = 100
MOST_BYTES = 64 << 10

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_STATUSES = ["ok", "gone", "blocked", "ambiguous", "not_found", "foreign_host", "invalid"]
_MATCHES = ["exact", "alias", "casefold", "trimmed", "canonical", "old_slug", "guid"]


def description(site: Site) -> dict[str, Any]:
    """Describe the interface of a site."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Short addresses of {site.title}",
            "version": version("feeds"),
            "description": "Which article an address means, and which short address an article has. No key is needed.",
        },
        "servers": [{"url": site.url}],
        "paths": {
            "/api/v1/resolve": {"get": _RESOLVE, "post": _RESOLVE_MANY},
            "/api/v1/shortlink": {"get": _SHORTLINK},
            "/api/v1/entries/{id}/shortlink": {"get": _SHORTLINK_OF_ENTRY},
            "/api/v1/openapi.json": {"get": _OPENAPI},
        },
        "components": {
            "schemas": _SCHEMAS,
            "headers": _HEADERS,
            "parameters": {"url": _parameter("url", _URL, example=f"{site.url}/6Y5jLH")},
        },
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Schema, *optional: str, **more: Any) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


def _listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("Access-Control-Allow-Origin", *names)}


def _answer(said: str, schema: Schema, *headers: str, media_type: str = "application/json") -> Schema:
    return {"description": said, "headers": _headers(*headers), "content": {media_type: {"schema": schema}}}


def _problems(**said: str) -> Schema:
    """Describe the problems that an operation may answer, by status."""
    return {
        status.lstrip("_"): _answer(
            text, _ref("Problem"), "Cache-Control", *_MORE.get(status, ()), media_type="application/problem+json"
        )
        for status, text in said.items()
    }


def _parameter(name: str, said: str, *, place: str = "query", required: bool = False, example: str = "") -> Schema:
    schema = {**_TEXT, "minLength": 1}
    parameter = {"name": name, "in": place, "required": required, "description": said, "schema": schema}
    return parameter | ({"example": example} if example else {})


def _get(name: str, summary: str, said: str, schema: Schema, parameters: list[Schema], problems: Schema) -> Schema:
    unchanged = {"description": "You have it already.", "headers": _headers("Cache-Control", "ETag")}
    answers = {"200": _answer(said, schema, "Cache-Control", "ETag"), "304": unchanged, **problems}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}


_MORE = {"_405": ("Allow",), "_451": ("Link",), "_503": ("Retry-After",)}

_HEADERS: Schema = {
    "Access-Control-Allow-Origin": {"description": "Any site may ask.", "required": True, "schema": {"const": "*"}},
    "Cache-Control": {"description": "How long it may be kept.", "required": True, "schema": _TEXT},
    "ETag": {"description": "Names this answer.", "required": True, "schema": _TEXT},
    "Allow": {"description": "What can be done.", "required": True, "schema": _TEXT},
    "Link": {"description": 'Who blocks it: `rel="blocked-by"`, RFC 7725.', "required": True, "schema": _TEXT},
    "Retry-After": {"description": "Seconds to wait.", "required": True, "schema": _TEXT},
}  # fmt: skip

_PASTED: Schema = {"description": "A text, as people paste it. What is no text is answered by itself: it is invalid."}

_PART: Schema = {
    "input": {"description": "What was given, as it was given."},
    "normalized": {**_or_null(_TEXT), "description": "The address as it was understood."},
    "matched_by": {**_or_null({"enum": _MATCHES}), "description": "How closely it was met."},
    "code": {**_or_null(_TEXT), "description": "The code there is, or the one asked for."},
    "short_url": {**_or_null(_ADDRESS), "description": "The short address of that code."},
    "primary_short_url": {**_or_null(_ADDRESS), "description": "The short address to print: the publisher's own."},
    "entry": _or_null(_ref("Entry")),
    "candidates": {**_listed(_ref("Entry")), "description": "What it may mean, where that is not certain."},
}

_SCHEMAS: Schema = {
    "Entry": _object(
        {
            "id": {**_TEXT, "description": "Never changes.", "pattern": "^urn:uuid:"},
            "canonical_url": _ADDRESS,
            "title": _TEXT,
            "language": _or_null(_TEXT),
            "published": _MOMENT,
            "updated": _MOMENT,
            "sources": _listed(_TEXT),
            "tags": _listed(_TEXT),
            "share_url": _or_null(_ADDRESS),
            "feeds": {**_listed(_ADDRESS), "description": "RSS feeds in which it stands."},
        }
    ),
    "Resolution": _object({"status": {"enum": ["ok"]}, **_PART}),
    "Result": _object(
        {
            "status": {"enum": _STATUSES},
            **_PART,
            "http_status": {"type": "integer", "description": "What the one address alone would be answered with."},
            "problem": _object({"type": _ADDRESS, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}),
        },
        "problem",
    ),
    "Results": _object({"results": {**_listed(_ref("Result")), "description": "In the order of what was given."}}),
    "ShortLink": _object(
        {
            "input": _TEXT,
            "matched_by": {"enum": _MATCHES},
            "short_url": _ADDRESS,
            "code": _TEXT,
            "aliases": {**_listed(_ADDRESS), "description": "Its other short addresses."},
            "qr": {**_or_null(_ADDRESS), "description": "A picture of the short address, SVG."},
            "preview": {**_or_null(_ADDRESS), "description": "A page that says where it leads."},
            "entry": _ref("Entry"),
        }
    ),
    "Problem": _object(
        {
            "type": {**_TEXT, "format": "uri-reference", "description": "Names the kind of problem; never changes."},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "resolution": {"enum": _STATUSES, "description": "What became of the address."},
            **_PART,
        },
        "resolution",
        *_PART,
    ),
    "Addresses": _object(
        {"urls": {**_listed(_PASTED), "minItems": 1, "maxItems": MOST_ADDRESSES}}
    ),
}  # fmt: skip

_ALWAYS = _problems(
    _405="The method is another.",
    _500="It is our fault.",
    _503="The articles cannot be read at this moment.",
)
_OF_AN_ADDRESS = _problems(
    _300="It can mean more than one article: `candidates`.",
    _404="No article has it. Where some address looks like it, `candidates` says so.",
    _410="The article was withdrawn.",
    _422="It is no address, or one of a host whose short addresses are not known here. Nothing is fetched.",
    _451="The article is blocked for legal reasons.",
)
_WITHOUT = _problems(_400="A parameter is missing.")

_URL = "A short address, the page of an article, an id: with or without its scheme, whatever is glued to it."

_BY_ADDRESS: Schema = {"$ref": "#/components/parameters/url"}

_RESOLVE = _get(
    "resolve",
    "Which article does an address mean?",
    "It means this article.",
    _ref("Resolution"),
    [
        _BY_ADDRESS,
        _parameter("code", "Instead of an address: a code."),
        _parameter("host", "Of the code; without it the default host, then the site itself."),
    ],
    _WITHOUT | _OF_AN_ADDRESS | _ALWAYS,
)
_SHORTLINK = _get(
    "shortlink",
    "Which short address has an article?",
    "It has this one.",
    _ref("ShortLink"),
    [_BY_ADDRESS],
    _WITHOUT | _OF_AN_ADDRESS | _ALWAYS,
)
_SHORTLINK_OF_ENTRY = _get(
    "shortlinkOfEntry",
    "Which short address has the article with an id?",
    "It has this one.",
    _ref("ShortLink"),
    [_parameter("id", "Its id, with or without `urn:uuid:`, or the end of its address.", place="path", required=True)],
    _OF_AN_ADDRESS | _ALWAYS,
)
_OPENAPI = _get("openapi", "This description", "It.", {"type": "object"}, [], _ALWAYS)
_RESOLVE_MANY: Schema = {
    "operationId": "resolveMany",
    "summary": "Which articles do many addresses mean?",
    "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Addresses")}}},
    "responses": {
        "200": _answer("Each by itself, in their order.", _ref("Results"), "Cache-Control"),
        **_problems(
            _400="The body is no object with a list of addresses in JSON.",
            _413=f"More than {MOST_ADDRESSES} addresses, or {MOST_BYTES} bytes.",
            _415="The body is not JSON.",
        ),
        **_ALWAYS,
    },
}
