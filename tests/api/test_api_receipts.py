"""Tests of receipts over HTTP."""

from __future__ import annotations

from service_houses import BIRTH_QUESTION
from starlette.testclient import TestClient

from siyada.ledger.verifier import check_receipt


def test_every_answer_has_a_receipt_that_verifies(client: TestClient) -> None:
    """The address that the answer names gives a proof with the question in it, which verifies without the service."""
    answer = client.post("/api/ask", json={"question": BIRTH_QUESTION}).json()

    response = client.get(answer["receipt"])

    checked = check_receipt(response.content)
    assert response.headers["content-disposition"].startswith("attachment")
    assert checked.findings == ()
    assert checked.key == client.get("/ledger/key").text
    assert checked.receipt is not None
    assert checked.receipt.opening is not None
    assert BIRTH_QUESTION in checked.receipt.opening.content.decode()


def test_a_receipt_may_keep_its_content_to_itself(client: TestClient) -> None:
    """Without its content it still proves that something was answered."""
    answer = client.post("/api/ask", json={"question": BIRTH_QUESTION}).json()

    response = client.get(answer["receipt"], params={"content": "false"})

    assert BIRTH_QUESTION not in response.text
    assert check_receipt(response.content).findings == ()


def test_the_checkpoint_is_public(client: TestClient) -> None:
    """Anyone may keep the newest signed head and compare it later."""
    client.post("/api/ask", json={"question": BIRTH_QUESTION})

    assert client.get("/ledger/checkpoint").text.startswith("siyada/")


def test_an_unknown_receipt_is_404(client: TestClient) -> None:
    """A number that was never given has no receipt, and the error says so."""
    response = client.get("/receipts/unknown")

    assert response.status_code == 404
    assert "unknown" in response.json()["error"]["message"]
