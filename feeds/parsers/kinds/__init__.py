"""The kinds of document, one a module: bytes → the reading of an article."""
