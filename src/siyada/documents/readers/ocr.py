"""Text of scanned pages, by tesseract where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache

_LANGUAGES = ("ara", "fra")
"""Arabic first: the order weighs. No OCR program knows Tifinagh."""
_ENV = "/usr/bin/env"
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x0c]")


def recognise(image: bytes, command: str, timeout_s: float) -> str | None:
    """The text of a page's image (PNM), or None where no OCR is to be had or it failed."""
    languages = _languages(command)
    if not languages:
        return None
    try:
        # A second thread waits in a spin and slows both down; the variable is set by env, for we read no environment.
        done = subprocess.run(  # noqa: S603  # the operator names the command, the document is its input only
            [_ENV, "OMP_THREAD_LIMIT=1", command, "stdin", "stdout", "-l", languages],
            input=image,
            capture_output=True,
            timeout=timeout_s,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return _MARKS.sub("", done.stdout.decode("utf-8", "replace")).strip()


@lru_cache(maxsize=4)
def _languages(command: str) -> str:
    """Which of our languages the program reads, as its option wants them; empty where it is missing."""
    if shutil.which(command) is None:
        return ""
    try:
        asked = [command, "--list-langs"]
        done = subprocess.run(asked, capture_output=True, timeout=10, check=True, text=True)  # noqa: S603  # idem
    except (OSError, subprocess.SubprocessError):
        return ""
    installed = set(done.stdout.split())
    return "+".join(language for language in _LANGUAGES if language in installed)
