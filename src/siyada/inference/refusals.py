"""What a chat server says when it does not answer, in our words: every server has its own shape for it."""

from __future__ import annotations

import json

import httpx2

from siyada.errors import ModelError
from siyada.inference.model import PromptTooLongError

_OVERLOADED = frozenset({429, 500, 502, 503, 504, 529})
_TOO_LONG = ("exceed_context_size", "context_length_exceeded", "maximum context length", "context size", "too large")


class UnansweredError(ModelError):
    """The server was not reached, or is overloaded: nothing was said yet and another try may pass."""

    retry_after_s: float = 0.0


def refusal(name: str, response: httpx2.Response, detail: str) -> ModelError:
    """Our error for an answer that is not a success."""
    try:
        shape = json.loads(detail)
    except ValueError:
        shape = detail
    error = refused(name, shape, response.status_code)
    if isinstance(error, UnansweredError):
        error.retry_after_s = _seconds(response.headers.get("Retry-After", ""))
    return error


def _seconds(text: str) -> float:
    return float(text) if text.strip().isdecimal() else 0.0


def error_text(shape: object) -> str:
    """What an error's JSON says, in any of the shapes that servers use; nothing is quoted at length."""
    if isinstance(shape, str):
        return shape.strip()[:300]
    if isinstance(shape, list):
        return error_text(shape[0]) if shape else ""
    if isinstance(shape, dict):
        kind = shape.get("type")
        inner = next((shape[key] for key in ("error", "message", "detail", "msg") if shape.get(key)), "")
        return ": ".join(part for part in (kind if isinstance(kind, str) else "", error_text(inner)) if part)
    return ""


def refused(name: str, shape: object, status: int = 0) -> ModelError:
    """Our error for what a server says."""
    reason = error_text(shape) or f"HTTP {status}"
    if any(sign in reason.lower() for sign in _TOO_LONG):
        return PromptTooLongError(
            "The prompt does not fit into the context of {name}: {reason}.", name=name, reason=reason
        )
    if status in _OVERLOADED:
        return UnansweredError(
            "The server of {name} is overloaded or broken: {reason}.",
            hint="Ask again later.",
            name=name,
            reason=reason,
        )
    hints = {
        401: "Set SIYADA_MODEL_KEY to the server's key.",
        403: "Set SIYADA_MODEL_KEY to a key that may use the model.",
        404: "Check the address in SIYADA_MODELS (it ends in /v1) and the name in SIYADA_MODEL_NAME.",
    }
    hint = hints.get(status, "Look into the server's log.")
    return ModelError("The server of {name} refuses: {reason}.", hint=hint, name=name, reason=reason)


def lost(name: str, error: Exception | None, *, began: bool) -> ModelError:
    """Our error for a connection that failed: before the first piece another try may pass, after it none."""
    if began:
        return ModelError("The model {name} broke off in its answer.", hint="Ask again.", name=name)
    reason = (str(error) or type(error).__name__) if error else "no answer"
    return UnansweredError(
        "The server of {name} cannot be reached: {reason}.",
        hint="Start it, or correct SIYADA_MODELS.",
        name=name,
        reason=reason,
    )


def out_of_shape(name: str, reason: str) -> ModelError:
    """Our error for an answer that is not of the protocol."""
    return ModelError(
        "The server of {name} answers out of shape: {reason}.",
        hint="Check that it speaks the OpenAI chat protocol.",
        name=name,
        reason=reason,
    )


__all__ = ["UnansweredError", "error_text", "lost", "out_of_shape", "refusal", "refused"]
