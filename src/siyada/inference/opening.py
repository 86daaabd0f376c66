"""Opens the model that the settings name, and its composer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from siyada.errors import SettingsError
from siyada.inference.embedded import Embedded, EngineLimits
from siyada.inference.generative import Generative, Habits, Locate, Spend
from siyada.inference.model import Model
from siyada.inference.profiles import Profile, find_profile
from siyada.inference.remote import Remote
from siyada.outbound import Outbound, server_destination

# A server may be set to less than its model can; it then refuses, and the prompt is shortened.
_UNKNOWN_CONTEXT, _MAX_CONTEXT = 8_192, 32_768

# Without a GPU a prompt is read slowly: each passage delays the first word.
_LOCAL_HABITS = Habits(passages=3)


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where a model is, as the operator says it."""

    place: str
    """A path to a GGUF file, or the URL of an OpenAI-style server (`https://…/v1`)."""
    name: str = ""
    """What a server knows the model by; for a file, what it is to be called instead of its file's name."""
    key: str = field(default="", repr=False)
    """The key a server asks for."""
    threads: int = 1
    """Threads of the embedded engine."""

    @property
    def server(self) -> str:
        """The URL of the server; empty for a file."""
        return self.place if self.place.lower().startswith(("http://", "https://")) else ""


@contextmanager
def open_composer(
    source: ModelSource, *, outbound: Outbound, locate: Locate, habits: Habits | None = None, spend: Spend | None = None
) -> Iterator[Generative]:
    """The generative composer over a model.

    A file is loaded when first asked, or by `prepare`, and unloaded at the end of the block. The policy of `outbound`
    must name the server's host. Raises SettingsError, ModelError.
    """
    with open_model(source, outbound) as (model, profile):
        usual = Habits() if source.server else _LOCAL_HABITS
        yield Generative(model, locate, profile=profile, habits=habits or usual, spend=spend)


@contextmanager
def open_model(source: ModelSource, outbound: Outbound) -> Iterator[tuple[Model, Profile]]:
    """The model and the facts of its family. Raises SettingsError, ModelError."""
    if source.server:
        _verify_server(source)
        headers = {"Authorization": f"Bearer {source.key}"} if source.key else {}
        with outbound.open_client("model", base_url=source.server.rstrip("/") + "/", headers=headers) as client:
            profile = find_profile(source.name)
            context = min(profile.context or _UNKNOWN_CONTEXT, _MAX_CONTEXT)
            yield Remote(client, source.name, profile, context=context), profile
        return
    limits = EngineLimits(threads=source.threads)
    with closing(Embedded(Path(source.place).expanduser(), limits, name=source.name)) as embedded:
        yield embedded, embedded.profile


def _verify_server(source: ModelSource) -> None:
    destination = server_destination(source.server)
    if not source.name:
        raise SettingsError(
            "The server at {url} needs to be told which model to use.",
            hint="Set SIYADA_MODEL_NAME to a name that {url}/models lists.",
            url=source.server,
        )
    if source.key and not destination.private and not source.server.lower().startswith("https://"):
        raise SettingsError(
            "The key of {host} would travel unprotected.",
            hint="Write the address in SIYADA_MODELS with https://",
            host=destination.host,
        )


__all__ = ["ModelSource", "open_composer", "open_model"]
