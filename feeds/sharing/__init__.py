"""Share links: a pasted address in, the entry it means out; nothing is ever fetched.

`pasted` frees addresses from the text around them, `addresses` tells what one asks for, the `resolver` asks the store
and `codes` decides which of the codes there are is meant. `aliases` are short addresses that the owner chooses.
`dumps` writes every link down, `dump_formats` reads such files back, `imports` takes them into the store.
"""
