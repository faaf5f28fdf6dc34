"""Every kind of page, by path: what the checks look at."""

PATHS = (
    "/",
    "/tags/",
    "/sources/",
    "/tags/?name=tur",
    "/tags/turkey/",
    "/sources/afp/",
    "/browse?not-source=afp&since=2024-01-01&tag=syria,turkey",
    "/tags/turkey/?content=summary&limit=3",
    "/browse?q=festival",
    "/browse/archive",
    "/tags/turky/",
    "/browse?limit=0",
    "/feed.xml",
    "/feeds.opml",
    "/6Y5jLH",
    "/6Y5jLH+",
    "/GoNe12",
    "/api/v1/problems/gone",
)
