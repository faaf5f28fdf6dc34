"""Which program fetches a feed, and for how many, by the name it gives itself."""

from __future__ import annotations

import pytest

from feeds.web.base.programs import read_user_agent

pytestmark = pytest.mark.above_the_store

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10_6_3) AppleWebKit/531.22.7 (KHTML, like Gecko) NetNewsWire/3.2.7"
STATED = [
    ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 131 subscribers; like FeedFetcher-Google)", "Feedly", 131),
    ("FeedlyBot/1.0 (http://feedly.com) 7 subscribers", "Feedly", 7),
    ("Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 3 subscribers; )", "Inoreader", 3),
    ("Mozilla/5.0 (compatible; inoreader.com; 57 subscribers)", "Inoreader", 57),
    ("NewsBlur Feed Fetcher - 57 subscribers - http://www.newsblur.com/site/6/x (Mozilla/5.0)", "NewsBlur", 57),
    ("Feedbin feed-id:1234 - 3 subscribers", "Feedbin", 3),
    ("Mozilla/5.0 (compatible; theoldreader.com; 2 subscribers; feed-id=abc9)", "The Old Reader", 2),
    ("Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 5 subscribers)", "BazQux", 5),
    (
        "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 4 subscribers; feed-id=76)",
        "Google Feedfetcher",
        4,
    ),
    ("Netvibes (http://www.netvibes.com/; 5 subscribers; feedId: 5404723)", "Netvibes", 5),
    ("Bloglines/3.1 (http://www.bloglines.com; 1 subscriber)", "Bloglines", 1),
    (
        "YahooFeedSeeker/2.0 (compatible; Mozilla 4.0; http://publisher.yahoo.com/rssguide; users 5; views 9)",
        "Yahoo",
        5,
    ),
    ("PlainFeeder v0.0.1 (+http://plainfeeder.com/about ; Subscriber Count: 12)", "PlainFeeder", 12),
    ("Overcast/1.0 Podcast Sync (123 subscribers; feed-id=456789; +http://overcast.fm/)", "Overcast", 123),
    ("SomeReader/2.1 (1,204 readers)", "SomeReader", 1204),
    ("Tester/1.0 (131 subscribers)", "Tester", 131),
    ("Mozilla/5.0 (compatible; Newish/2.4; subscribers=12)", "Newish", 12),
    ("Foobot/1.0 (12 subscribers)", "Foobot", 12),
]
SILENT = [
    ("", "no name"),
    ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire"),
    (MAC, "NetNewsWire"),
    ("FreshRSS/1.25.0 (Linux; https://freshrss.org; like SimplePie)", "FreshRSS"),
    ("Mozilla/5.0 (compatible; Miniflux/2.1.0; +https://miniflux.app)", "Miniflux"),
    ("Tiny Tiny RSS/21.05 (https://tt-rss.org/)", "Tiny Tiny RSS"),
    ("Tiny/1.0", "other"),
    ("newsboat/2.21 (Linux x86_64; https://newsboat.org/)", "newsboat"),
    ("python-reader/3.16 (+https://github.com/lemon24/reader)", "reader"),
    ("rss2email/3.13.1 (+https://github.com/rss2email/rss2email)", "rss2email"),
    ("Liferea/1.14.1 (Linux; en_US; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)", "Liferea"),
    ("WordPress/6.5; https://blog.example", "WordPress"),
    ("curl/8.5.0", "libraries"),
    ("Go-http-client/1.1", "libraries"),
    ("python-requests/2.32", "libraries"),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "crawlers"),
    (CHROME, "browsers"),
    ("A program of my own", "other"),
    ("Reader/17 readership/12", "other"),
    ("Nobody/1.0 (-1 subscribers)", "other"),
    ("Boaster/1.0 (9999999999 subscribers)", "other"),
    ("Version/1.2 subscribers", "other"),
    ("Zero/1.0 (0 subscribers)", "other"),
]


@pytest.mark.parametrize(("user_agent", "family", "subscribers"), STATED)
def test_subscribers_are_what_the_fetcher_says(user_agent: str, family: str, subscribers: int) -> None:
    assert read_user_agent(user_agent)[:2] == (family, subscribers)


@pytest.mark.parametrize(("user_agent", "family"), SILENT)
def test_what_says_no_number_has_its_family(user_agent: str, family: str) -> None:
    assert read_user_agent(user_agent) == (family, 0, True)


def test_name_that_is_not_listed_is_one_word_of_bounded_length_and_said_to_be_so() -> None:
    name, subscribers, is_listed = read_user_agent(f"{'N' * 400}/1.0 someone@example.org (5 subscribers)")
    assert (name, subscribers, is_listed) == ("N" * 40, 5, False)
