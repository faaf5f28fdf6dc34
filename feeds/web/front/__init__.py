"""What answers before Flask. In: a WSGI request. Out: an answer, or the request handed on.

Outermost first: `tally` counts every answer, `hosts` refuses what names no host or two, `redirects` has share links,
`hotpath` what was answered before, `mount` takes off the path of the site, `documents` has feeds; `browsers` tells who
is shown a page in their place. What is held belongs to one `state` of the store, looked at four times a second; `ahead`
makes anew what `news` tells was touched. Behind `redirects` `throttle` slows those who try codes at random, by what
`clients` tells of the asker.
"""
