"""Parsed articles in, RSS, Atom and JSON feeds and share links out. CONTRIBUTING.md shows the house."""
