"""`python -m siyada.catalogues check|update|build|unused`: for translators and for the test of the house."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from siyada.catalogues.upkeep import build_catalogues, check_catalogues, unused_keys, update_catalogues

_USAGE = """usage: python -m siyada.catalogues COMMAND
  check    what a translator must mend; exit 1 if anything
  update   add new keys to fr.po and ar.po, untranslated
  build    write the .mo files that the program reads
  unused   translated sentences that nothing says
"""


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 for done, 1 for findings, 2 for wrong use."""
    match list(arguments):
        case ["check"]:
            findings = check_catalogues()
            _say(findings)
            return 1 if findings else 0
        case ["unused"]:
            _say(unused_keys())
        case ["update"]:
            _say([f"{update_catalogues()} keys added"])
        case ["build"]:
            build_catalogues()
        case _:
            sys.stderr.write(_USAGE)
            return 2
    return 0


def _say(lines: Sequence[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
