"""The views. In: a request that nothing in front answered. Out: an answer.

One group of addresses a file, each with a blueprint (`qr` and `resolutions` only help); `app` lists them.
"""
