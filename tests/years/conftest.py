"""What is shared with the tests of commands."""

from tests.cli.conftest import shell

__all__ = ["shell"]
