"""Tables that stand by themselves: each is read and written in one module."""
