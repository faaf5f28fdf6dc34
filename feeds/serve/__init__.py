"""`feeds serve`: settings in, a running site out, until a signal ends it.

The `server` starts a process that reads and watches the folders, and the workers, each an application of `web/`;
`patience` is how those begin while the store or the settings are away.
"""
