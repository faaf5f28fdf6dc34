"""The web: Flask lives here only. In: a WSGI request. Out: an answer.

A request passes `front/` first, which answers what it holds: share links, feeds, whatever was answered before. The
rest goes to Flask, where each file of `routes/` answers a group of addresses. `base/` is what they all use: what an
address asks for, answers and their validators, errors. `languages/` is how pages speak. `app` puts it together.
"""

from feeds.web.app import create_app, reserved_words

__all__ = ["create_app", "reserved_words"]
