"""Tables that stand by themselves: each is read and written in one module.

Only the table of `files` is used elsewhere too: `write/` decides about files, and `read/` tells the owner of them.
"""
