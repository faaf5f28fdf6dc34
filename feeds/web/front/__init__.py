"""What answers before Flask, outermost first: `redirects` (share links), `hotpath`, `mount`, `documents` (feeds).

Around them all `tally` counts what was answered.

What is held belongs to one `state` of the store, looked at four times a second. Who tries codes at random meets the
`throttle`, by what `clients` tells of the asker.
"""
