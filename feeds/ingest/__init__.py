"""The way in: folders in, commits out.

`inotify` hears from the system what changes, and `watch` tells which folders and files are to be looked at; `folders`
finds those of them that must be read; `documents` reads each, the `importer` writes them batch by batch, and
`pruning` withdraws what no file holds any more. `progress` shows how far it is, `summary` says what it did.
"""
