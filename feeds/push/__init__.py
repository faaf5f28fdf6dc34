"""Telling others: what a commit touched goes in, pings to WebSub hubs go out.

`delivery` takes what waits in the store and decides when each hub is told; one of its `rounds` sends a handful of
pings and reads the answers; `connections` are the only ones that lead out of this program.
"""
