"""Reads one article when it is imported: once in the process that readers are forked of, not once in each of them.

Expressions and tables are put together when they are first needed, which takes as long as some hundred articles.
"""

from feeds.parsers.defaults import Defaults
from feeds.parsers.kinds.text import parse

_ARTICLE = """\
The ferry sails again

By Ann Roy

Updated on 3 May 2021 at 10:15

Paris (AFP) - The ferry between the two shores sails again, the mayor of Istanbul said on Monday in Turkey. It had been
out of use since 12 March 2020, and was mended by the town.

Photo: Ann Roy / AFP

(With Reuters)

Share this article: https://example.org/c00001
"""

parse(_ARTICLE.encode(), "rehearsal.txt", Defaults())
