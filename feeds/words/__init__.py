"""Words: how a text and a search are cut into the same words, whatever their script, case, accents and endings. Pure.

In: a text with its language; what somebody typed. Out: tokens, which the store keeps and looks for; it knows of words
nothing else, so that every database finds the same. folding → tokens → terms. `shingles`: how alike two texts are.
"""
