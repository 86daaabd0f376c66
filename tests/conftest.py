"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real corpora, which stands beside the repository and is not part of it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the corpora are not beside the repository")
    return folder


@pytest.fixture
def assets() -> Path:
    """Files named after what is wrong with them."""
    return ROOT / "tests" / "assets"
