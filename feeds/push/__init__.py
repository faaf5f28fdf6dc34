"""Telling others: what a commit touched goes in, pings to WebSub hubs and messages to hooks go out.

`delivery` takes what waits in the store and decides when each hub is told; one of its `rounds` sends a handful of
pings and reads the answers; `hooks` posts what changed to webhooks, `purges` lets caches go of it. `connections` are
the only ones that lead out of this program.
"""
