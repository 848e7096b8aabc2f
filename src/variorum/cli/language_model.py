"""The language model of the commands that read: which one, and what it cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import complain

if TYPE_CHECKING:
    from variorum.llm import Costs, LlmReader
    from variorum.settings import Settings


ReaderName = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="small|llm|both",
        help="small: rules and a small model, no network. llm: a language model points at the words. both: both.",
    ),
]
ModelName = Annotated[
    str | None, typer.Option("--model", help="The language model, or its GGUF file; else $VARIORUM_LLM_MODEL.")
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", metavar="URL", help="Where the language model is served.")]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", metavar="SUM", help="Stop before the language model has cost more.")
]


def with_reader(
    settings: Settings, reader: str | None, model: str | None, base_url: str | None, max_cost: float | None
) -> Settings:
    """The settings with what the command line says of the reader. Raises SettingsError."""
    name, address = model or settings.llm.model, base_url or settings.llm.base_url
    is_file = name.lower().endswith(".gguf") and not address  # a server may call its model by its file, too
    llm = replace(
        settings.llm,
        model=name,
        base_url=address,
        max_cost=settings.llm.max_cost if max_cost is None else max_cost,
        api="gguf" if is_file else settings.llm.api,
    )
    return replace(settings, reader=reader or settings.reader, llm=llm)


@contextmanager
def language_model(settings: Settings) -> Iterator[LlmReader | None]:
    """The language model that the settings ask for, None where they ask for none; its costs are told at the end.

    Raises ModelError.
    """
    if settings.reader == "small":
        yield None
        return
    from variorum.pipeline import llm_reader

    llm = llm_reader(settings)
    try:
        yield llm
    finally:
        _tell(llm.costs)


def _tell(costs: Costs) -> None:
    """One line on standard error: requests, tokens, and money where prices are set."""
    money = f", {costs.money:.4f} spent" if costs.settings.price_in or costs.settings.price_out else ""
    complain(
        f"{costs.settings.model}: {costs.requests} requests, {costs.cached} answers remembered, "
        f"{costs.tokens_in:,} tokens sent, {costs.tokens_out:,} received{money}"
    )
