"""What reads: a selection in, its window out.

`selections` finds the newest entries by the rarest facet, `windows` makes heads and pages of them by the borders that
`archives` keeps, `departures` knows what has left. `reader` gives entries and facets; `links`, `lookup` and
`share_codes` give share links; `overview` and `provenance` tell the owner what became of files and entries.
"""
