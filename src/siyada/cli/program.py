"""The program `siyada`: its commands, and what becomes of their errors.

Exit status: 0 done, 1 a check failed or not everything could be read, 2 wrong use, 130 stopped by the keyboard.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

import typer

from siyada.cli.output import fail, speak
from siyada.errors import SettingsError, SiyadaError, UserError

_VERBS: Final = (
    "ask",
    "ingest",
    "documents",
    "answer",
    "index",
    "language",
    "privacy",
    "ledger",
    "evaluate",
    "serve",
    "demo",
)
"""In the order of the help; each is a module of this package with a function `register`."""


def program() -> typer.Typer:
    """The program with all its commands."""
    app = typer.Typer(
        name="siyada",
        help=speak("Ask your institution's documents; every sentence of the answer quotes its source."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for verb in _VERBS:
        import_module(f"siyada.cli.{verb}").register(app)
    return app


def main() -> None:
    """Run the command that was given; ends the process with its status."""
    try:
        program()()
    except (UserError, SettingsError) as error:
        fail(error)
        sys.exit(2)
    except SiyadaError as error:
        fail(error)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of a pipe went away (`| head`): nobody is left to tell.
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


__all__ = ["main", "program"]
