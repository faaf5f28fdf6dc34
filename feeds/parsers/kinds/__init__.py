"""The kinds of document, one a module: bytes → the reading of an article. `table` tells which by the suffix.

`text` is Markdown too. `json_values`, `rows`, `feed_items`, `wet` and `archives` take files apart that hold many, and
give each as a record, which `records` reads, or as a document of another kind; `html_page` makes a record of a page.
"""
