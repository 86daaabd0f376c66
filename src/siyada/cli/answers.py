"""An answer as people read it in a terminal."""

from __future__ import annotations

from siyada.cli.output import show
from siyada.cli.output import speak as _
from siyada.wire import AnswerJson, ClaimJson, NearestJson, QuoteJson

PREVIEW = 200
"""Characters shown of a passage that is near but no answer."""


def show_answer(answer: AnswerJson) -> None:
    """The answer with numbered sources, or the abstention with what is nearest."""
    if answer["abstained"]:
        _show_abstention(answer["nearest"])
    else:
        _show_claims(answer)
    show()
    show(_spoken_by(answer))
    show(_("Answer no. {id}", id=answer["id"]))


def _show_claims(answer: AnswerJson) -> None:
    sources: dict[tuple[str, str, int | None], int] = {}
    for claim in answer["claims"]:
        numbers = [sources.setdefault(_source(quote), len(sources) + 1) for quote in claim["quotes"]]
        cited = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
        show(f"{_said(claim)} {cited}")
    titles = {(hit["collection"], hit["document"]): hit["title"] for hit in answer["nearest"]}
    show()
    show(_("Sources"))
    for (collection, document, page), number in sources.items():
        where = f", {_('Page {page}', page=page)}" if page else ""
        show(f"[{number}] {titles.get((collection, document), document)}{where} — {collection}/{document}")
    for quote in _other_words(answer):
        show(f"    « {' '.join(quote['text'].split())} »")


def _said(claim: ClaimJson) -> str:
    text = " ".join(claim["text"].split())
    return text if claim["verdict"] == "supported" else f"({_('Unverified')}) {text}"


def _source(quote: QuoteJson) -> tuple[str, str, int | None]:
    return quote["collection"], quote["document"], quote["page"]


def _other_words(answer: AnswerJson) -> list[QuoteJson]:
    """The quotes that a claim does not repeat word for word."""
    return [quote for claim in answer["claims"] for quote in claim["quotes"] if quote["text"] not in claim["text"]]


def _show_abstention(nearest: list[NearestJson]) -> None:
    show(_("The documents hold no answer to this question."))
    if nearest:
        show()
        show(_("Nearest passages"))
    for hit in nearest:
        text = " ".join(hit["text"].split())
        show(f"- {hit['title']} — {hit['collection']}/{hit['document']}")
        show(f"  {text[:PREVIEW]}{'…' if len(text) > PREVIEW else ''}")


def _spoken_by(answer: AnswerJson) -> str:
    if answer["model"]:
        return _(
            "This answer was written by the model {model} and checked sentence by sentence.", model=answer["model"]
        )
    return _("This answer was put together without a model, from the documents' own sentences.")


__all__ = ["show_answer"]
