"""The way in: folders in, commits out.

`watch` tells which folders and files are to be looked at; `folders` finds those of them that must be read;
the `importer` has them parsed and written, batch by batch; `progress` shows how far it is.
"""
