"""Settings, read once. This module is the only reader of the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from siyada.errors import SettingsError


def default_data_dir() -> Path:
    """The platform's data folder: `$XDG_DATA_HOME/siyada`, or `~/.local/share/siyada` (XDG Base Directory 0.8)."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "siyada"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "siyada"


def _locale_language() -> str:
    """POSIX locale variables, the strongest first; `C` names no language."""
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = named.split(".")[0].replace("_", "-")
    return "fr" if language in ("", "C", "POSIX") else language


class Settings(BaseSettings):
    """What an operator decides. Each field is read from `SIYADA_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="SIYADA_", frozen=True, extra="forbid")

    data: Path = Field(default_factory=default_data_dir)
    """The folder of the library: state, index, answers."""
    database_url: str = ""
    """The record of truth; empty means SQLite in `data`."""
    models: str = ""
    """Empty: extractive, no model. A path to a GGUF file, or the URL of an OpenAI-style server (`http://…/v1`)."""
    model_name: str = ""
    """The name a remote server knows the model by."""
    model_key: str = ""
    """The key a remote server asks for."""
    model_threads: int = Field(default=1, ge=1, le=256)
    """1 survives a busy machine; 2 or more only where nothing else runs."""
    language: str = Field(default_factory=_locale_language)
    """The interface's language on the command line; by default the locale's, French where that says none."""
    reading_timeout_s: float = Field(default=120.0, gt=0)
    """How long one document may take to read."""
    reading_limit_bytes: int = Field(default=100_000_000, gt=0)
    """The largest document, unpacked, that is read."""
    outbound: tuple[str, ...] = ()
    """Hosts that Siyada may connect to, as JSON (`["www.lopinion.ma"]`); none by default."""
    host: str = "127.0.0.1"
    port: int = Field(default=8780, ge=1, le=65535)


def load_settings(**changes: object) -> Settings:
    """Settings from the environment, with `changes` (from the command line) on top; None means not given."""
    given = {name: value for name, value in changes.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic validates what mypy cannot see
    except ValidationError as error:
        first = error.errors()[0]
        name = "SIYADA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            "The setting {name} does not fit: {reason}.",
            hint="Correct or unset {name}.",
            name=name,
            reason=first["msg"],
        ) from error
