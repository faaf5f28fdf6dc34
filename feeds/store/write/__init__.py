"""What writes: documents in, committed entries out.

The `writer` takes a batch: the `ledger` fetches what is known of it, `timestamps` and `places` give each entry a second
and a place of its own, `shares`, `claims` and `minting` its codes, `membership` the feeds it stands in. `publication`
publishes what waited, takes back and restores, `erasing` takes texts out. `copies` and `moving` take a whole store to
another place.
"""
