"""Tests of what holds for the whole service."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

PATHS = ["/healthz", "/api/collections", "/api/nothing", "/openapi.json", "/api/answers/1"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_bears_the_safe_headers(client: TestClient, path: str) -> None:
    """Also those of errors."""
    headers = client.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_health_is_told_without_the_library(client: TestClient) -> None:
    """Alive is one thing, ready another."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "behind": 0}


def test_the_interface_is_described(client: TestClient) -> None:
    """OpenAPI names every resource and the shape of an answer; failures have our shape."""
    described = client.get("/openapi.json").json()

    assert {"/api/ask", "/api/ask/stream", "/api/answers/{answer_id}", "/api/collections", "/api/documents"} <= set(
        described["paths"]
    )
    schemas = described["components"]["schemas"]
    assert {"claims", "nearest", "abstained"} <= schemas["AnswerJson"]["properties"].keys()
    assert schemas["QuoteJson"]["properties"]["page"]["anyOf"] == [{"type": "integer"}, {"type": "null"}]
    assert "ErrorBody" in schemas


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_no_page_loads_scripts_from_elsewhere(client: TestClient, path: str) -> None:
    """The documentation pages of the framework do, and are off."""
    assert client.get(path).status_code == 404


def test_long_responses_are_packed_and_streams_are_not(client: TestClient) -> None:
    """A packed stream would arrive in one piece."""
    listed = client.get("/openapi.json", headers={"accept-encoding": "gzip"})
    stream = client.post("/api/ask/stream", json={"question": "a"}, headers={"accept-encoding": "gzip"})

    assert listed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in stream.headers
    assert stream.headers["cache-control"] == "no-store"
