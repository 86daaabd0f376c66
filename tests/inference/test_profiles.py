from __future__ import annotations

import re

import pytest

from siyada.inference.model import Message, Role
from siyada.inference.profiles import GENERIC, Profile, adapt, find_profile, load_profiles
from siyada.types import Variety


@pytest.mark.parametrize(
    ("name", "architecture", "family"),
    [
        ("Ministral-3-3B-Instruct-2512-Q4_K_M", "mistral3", "Ministral 3"),
        ("ministral-3:8b", "", "Ministral 3"),
        ("Ministral-8B-Instruct-2410", "llama", "Ministral 2410"),
        ("mistralai/Mistral-Small-3.2-24B-Instruct-2506", "", "Mistral Small 3"),
        ("mistral-small-latest", "", "Mistral Small 3"),
        ("Mistral-7B-Instruct-v0.3", "llama", "Mistral"),
        ("Atlas-Chat-9B.Q4_K_M", "gemma2", "Atlas-Chat"),
        ("gemma-2-9b-it", "gemma2", "Gemma 2"),
        ("Gemma 3 270m", "gemma3", "Gemma 3"),
        ("Qwen3-4B", "qwen3", "Qwen 3"),
        ("Qwen2.5-7B-Instruct", "qwen2", "Qwen 2.5"),
        ("Smollm2 135M 8k Lc100K Mix1 Ep2", "llama", "SmolLM2"),
        ("Gemma 3", "llama", "generic"),
        ("something-else", "", "generic"),
        ("", "", "generic"),
    ],
)
def test_a_model_finds_its_family(name: str, architecture: str, family: str) -> None:
    """By its name, and by the architecture of its file where that is known; else it is generic."""
    assert find_profile(name, architecture).family == family


def test_every_family_says_where_its_facts_stand() -> None:
    """No fact without a source, no pattern that cannot be read, and no family named twice."""
    profiles = load_profiles()

    assert all(profile.source.startswith("https://") and re.compile(profile.pattern) for profile in profiles)
    assert len({profile.family for profile in profiles}) == len(profiles)


def test_a_family_without_a_system_message_is_told_the_rules_in_the_first_turn() -> None:
    """The system message moves into the user's; elsewhere nothing changes."""
    messages = [Message(Role.SYSTEM, "Règles"), Message(Role.USER, "Question"), Message(Role.ASSISTANT, "Réponse")]

    moved = adapt(Profile("x", system_role=False), messages)

    assert moved == [Message(Role.USER, "Règles\n\nQuestion"), messages[2]]
    assert adapt(Profile("x", system_role=False), messages[:1]) == [Message(Role.USER, "Règles")]
    assert adapt(GENERIC, messages) == messages


def test_an_unknown_family_is_given_the_chance_to_write_anything() -> None:
    """Unknown is not the same as cannot."""
    assert GENERIC.writes(Variety.AMAZIGH_TIFINAGH)
    assert not find_profile("smollm2").writes(Variety.ARABIC)
