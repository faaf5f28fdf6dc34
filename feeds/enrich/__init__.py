"""What the words of an article tell. In: a line or a text. Out: what it is or says, decided by rules alone.

One rule a file, its words as data beside it: `furniture`, `credits`, `bylines`, `datelines`, `share` and `stated_tags`
read lines, `imprint` those that say several things; `language`, `tagging`, `topics` and `sentences` read texts;
`agencies`, `labels`, `dates` and `vocabulary` know names, with those of `names/` and the words of `subjects/`.
"""
