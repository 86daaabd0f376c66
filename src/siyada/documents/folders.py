"""The files below a folder, in a stable order: `walk`.

Links are followed once and never in a circle: one that leads into the folder itself, where its files are read already,
or above it, is reported. So is what cannot be opened, and what is no file: a pipe would never end. Dot files and what
systems leave behind are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from siyada.documents.names import is_hidden
from siyada.errors import DocumentError


def walk(folder: Path) -> Iterator[tuple[Path, DocumentError | None]]:
    """Each file below `folder` by its path, with the reason where it cannot be read. Sorted by name, depth first."""
    yield from _walk(folder, folder.resolve(), set())


def _walk(folder: Path, root: Path, followed: set[Path]) -> Iterator[tuple[Path, DocumentError | None]]:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        yield folder, refused(error)
        return
    for child in children:
        if is_hidden(child.name):
            continue
        if child.is_symlink() and child.is_dir():
            target = child.resolve()
            if target in followed or target.is_relative_to(root) or root.is_relative_to(target):
                yield (
                    child,
                    DocumentError("The link leads back to a folder that is read already.", hint="Remove the link."),
                )
                continue
            followed.add(target)
        if child.is_dir():
            yield from _walk(child, root, followed)
        else:
            yield child, check_file(child)


def check_file(path: Path) -> DocumentError | None:
    """Why a path is no file that can be read; None where it is one."""
    try:
        path.stat()
    except OSError as error:
        return refused(error)
    if not path.is_file():
        return DocumentError("It is neither a file nor a folder.", hint="Remove it from the folder.")
    return None


def refused(error: OSError) -> DocumentError:
    """The error for a file or folder that the system does not open."""
    if isinstance(error, FileNotFoundError):
        return DocumentError("There is no such file or folder.", hint="Check the name.")
    return DocumentError("The system does not open it: {reason}.", hint="Check its permissions.", reason=error.strerror)
