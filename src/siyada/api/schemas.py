"""The shapes of `wire` as OpenAPI knows them. Only described with it: answers are not validated a second time."""

from __future__ import annotations

from functools import cache
from types import GenericAlias
from typing import Annotated, Any, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import AfterValidator, BaseModel, Field, create_model

QUESTION_BYTES = 131_072
"""The longest request that is read: a question of the longest length in four-byte characters, escaped as a form."""


def _whole(text: str) -> str:
    """JSON can escape half of a character (a lone surrogate), which no text can hold."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_whole)]


class AskRequest(BaseModel, extra="forbid"):
    """A question, where to look, and in which variety to answer."""

    question: Text
    collections: list[Text] = Field(default=[], max_length=100)
    """Empty: all collections."""
    answer_in: Text | None = None
    """A BCP 47 tag or NLLB code; by default the variety of the question."""


@cache
def model_of(shape: type) -> type[BaseModel]:
    """The model of a TypedDict: pydantic reads `typing.TypedDict` from Python 3.12 on only."""
    fields: dict[str, Any] = {name: (_modelled(kind), ...) for name, kind in get_type_hints(shape).items()}
    model: type[BaseModel] = create_model(shape.__name__, __doc__=shape.__doc__, **fields)
    return model


def _modelled(kind: Any) -> Any:  # noqa: ANN401  # any annotation
    if is_typeddict(kind):
        return model_of(kind)
    if get_origin(kind) is list:
        return GenericAlias(list, tuple(_modelled(item) for item in get_args(kind)))
    return kind


__all__ = ["QUESTION_BYTES", "AskRequest", "model_of"]
