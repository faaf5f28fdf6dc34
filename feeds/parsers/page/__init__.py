"""A page line by line: its title, what its lines are, and where the article on it ends.

In this order: `titles` finds the title, where it is in doubt by `headlines`, which weighs what `looks` sees; `zones`
tells head, body and tail, `names` and `fields` read what stands in the head and `share_lines` addresses anywhere, as
`findings`; `paragraphs` and `leads` make the text, `ending` cuts what is below it, `profile` what its source repeats.
"""
