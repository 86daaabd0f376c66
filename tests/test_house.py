"""The conventions of the house that a machine can keep."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "siyada"
MODULES = sorted(SOURCE.rglob("*.py"))
LONG_MODULES = {"types.py": "the values that every part exchanges, each with what it means"}
"""Modules over 250 lines, each with its reason; this list only shrinks."""
NETWORK = {"socket", "ssl", "http.client", "urllib.request", "httpx2"}
NETWORKED = (
    "outbound/",
    "inference/chat.py",
    "inference/remote.py",
    "inference/child.py",
    "inference/refusals.py",
    "cli/serve.py",
    "cli/demo.py",
)
"""Who may name a network library: the gate, those that speak through it, commands that look for their server."""


def name(path: Path) -> str:
    """A module's path below the package."""
    return path.relative_to(SOURCE).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> set[str]:
    """The modules that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    """The import contracts, kept against the package below `source`."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_point_down() -> None:
    """The contracts of pyproject.toml hold."""
    checked = lint_imports(ROOT / "src")

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("types.py", "import siyada.errors"),
        ("retrieval/index.py", "import siyada.language"),
        ("citations/check.py", "import siyada.storage"),
        ("assistant.py", "import siyada.compose"),
        ("storage/database.py", "import siyada.documents.library"),
    ],
    ids=["up", "sibling", "pure", "upward-by-two", "storage-above"],
)
def test_the_contracts_can_fail(tmp_path: Path, module: str, line: str) -> None:
    """An import that points up, or to a sibling, is refused by name."""
    shutil.copytree(SOURCE, tmp_path / "siyada", ignore=shutil.ignore_patterns("__pycache__", "static", "samples"))
    with (tmp_path / "siyada" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")

    checked = lint_imports(tmp_path)

    assert checked.returncode == 1
    assert "BROKEN" in checked.stdout


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_readable(path: Path) -> None:
    """A module has at most 250 lines, or stands in the list with its reason."""
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= 250 or name(path) in LONG_MODULES


def test_functions_stay_short() -> None:
    """Nine functions in ten have at most 35 lines, and none more than 60."""
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for path in MODULES for node in functions(path))

    assert lengths[int(len(lengths) * 0.9)] <= 35
    assert lengths[-1] <= 60


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    """No other module asks the environment for anything; a child process may prepare its own."""
    text = path.read_text(encoding="utf-8")
    reads = [
        node
        for node in ast.walk(ast.parse(text))
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and ast.unparse(node.value) == "os.environ"
        )
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.getenv", "os.environ.get"))
    ]

    assert not reads or name(path) == "settings.py"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_gate_opens_connections(path: Path) -> None:
    """A network library is named only by the gate and by those that speak through it."""
    assert not imported(path) & NETWORK or name(path).startswith(NETWORKED)


def test_the_repository_speaks_of_siyada_alone() -> None:
    """No tracked text names a folder of the machine it was written on."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    suspects = ("/work" + "/", "/home" + "/", "/root" + "/")
    found = [
        (path, suspect)
        for path in tracked.splitlines()
        if Path(path).suffix in {".py", ".md", ".toml", ".html", ".css", ".js", ".tsv", ".po"}
        and (ROOT / path).is_file()
        for suspect in suspects
        if suspect in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert found == []
