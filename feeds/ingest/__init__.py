"""The way in: folders in, commits out.

`inotify` hears from the system what changes, and `watch` tells which folders and files are to be looked at; `folders`
finds those of them that must be read; `reads` reads each, `lists` takes those apart that hold many, `documents` says
what is to be written of them, the `importer` writes that batch by batch, and `pruning` withdraws what no file holds any
more. `progress` shows how far it is, `summary` says what it did.
"""
