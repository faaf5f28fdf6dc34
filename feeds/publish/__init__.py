"""The way out: a selection in, the bytes of a feed out.

The `publisher` asks the store for the window of a selection and makes its validator; `names` and `titles` say what it
is called; where the document is not held, `documents` joins head, foot and the entries' `fragments`, each written once
for each digest of what it says. `codings` compress, `archive_pages` names the older pages, `stamp` names everything
beside the store that decides the bytes, `checks` is what `feeds check` asks of a document.
"""
