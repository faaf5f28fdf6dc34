"""Faults put into modules one by one, to see whether the tests tell: `python -m tests.mutants`."""
