"""What the site draws itself. In: an address, or a title. Out: a picture, the same bytes for the same.

`qr` draws codes, `cards` titles, with what `fonts` finds; `png` writes these.
"""
