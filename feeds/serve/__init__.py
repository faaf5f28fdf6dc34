"""`feeds serve`: settings in, a running site out, until a signal ends it.

The `server` starts the `watcher`, a process that reads and watches the folders, and the workers (`worker`), each an
application of `web/`. `patience` is how both begin while the store or the settings are away, `lifetime` how they end;
`capacity` bounds connections, `readings` counts files, `metrics_folder` makes one sum of all that the processes count.
"""
