"""One group of addresses a file, each a blueprint."""
