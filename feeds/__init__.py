"""Parsed articles, published as RSS, Atom and JSON feeds."""
