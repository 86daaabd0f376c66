"""The command line: one module a verb. Prints for people, or one JSON document with `--json`."""

from siyada.cli.program import main

__all__ = ["main"]
