"""What is known of model families, apart from the code: `profiles.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from siyada.inference.model import Message, Role
from siyada.types import Variety


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts of one model family."""

    family: str
    context: int = 0
    """Tokens its makers state for the family; 0: unknown."""
    languages: frozenset[Variety] = frozenset()
    """Varieties its makers state that it writes. Empty: unknown."""
    stop: tuple[str, ...] = ()
    """Words that end an answer besides the model's own end mark."""
    template: str = ""
    """The chat template (Jinja), for files that come without one."""
    system_role: bool = True
    """False where the family's template knows no system message."""
    template_arguments: Mapping[str, Any] = field(default_factory=dict)
    architecture: str = ""
    """The architecture that GGUF files of the family name; empty: any."""
    pattern: str = ""
    """A regular expression that the name of a model of the family matches."""
    source: str = ""
    """Where the facts stand."""

    def writes(self, variety: Variety) -> bool:
        """Whether an answer in the variety may be asked for; an unknown family is given the chance."""
        return not self.languages or variety in self.languages


GENERIC = Profile("generic")


@cache
def load_profiles() -> tuple[Profile, ...]:
    """All families, the more particular first."""
    text = resources.files("siyada.inference").joinpath("profiles.toml").read_text(encoding="utf-8")
    return tuple(_profile(entry) for entry in tomllib.loads(text)["profile"])


def _profile(entry: dict[str, Any]) -> Profile:
    languages = frozenset(Variety(tag) for tag in entry.pop("languages", ()))
    return Profile(languages=languages, stop=tuple(entry.pop("stop", ())), **entry)


def find_profile(name: str, architecture: str = "") -> Profile:
    """The family of a model, by its name and, where known, the architecture of its file; else the generic one."""
    for profile in load_profiles():
        named = re.search(profile.pattern, name, re.IGNORECASE) is not None
        built = not architecture or not profile.architecture or architecture == profile.architecture
        if named and built:
            return profile
    return GENERIC


def adapt(profile: Profile, messages: Sequence[Message]) -> list[Message]:
    """The messages as the family's template takes them."""
    if profile.system_role or not messages or messages[0].role is not Role.SYSTEM:
        return list(messages)
    system, *rest = messages
    if not rest:
        return [Message(Role.USER, system.content)]
    return [Message(rest[0].role, f"{system.content}\n\n{rest[0].content}"), *rest[1:]]


__all__ = ["GENERIC", "Profile", "adapt", "find_profile", "load_profiles"]
