"""Reports that are given to be about one event: no judgement links their accounts, the user does."""

from __future__ import annotations

from collections.abc import Iterable

from variorum.identity import accounts, content_id
from variorum.models import Account, Extraction, LinkedEvent


def given_event(extractions: Iterable[Extraction], event: str | None = None) -> LinkedEvent | None:
    """The accounts of several reports as one event; None where no report has one.

    event: the id of an event within the reports ("e2"); without it the main event of each that has most claims.
    """
    found = [account for extraction in extractions if (account := _account(extraction, event)) is not None]
    if not found:
        return None
    ordered = sorted(found, key=lambda account: (str(account.report.published or ""), account.id))
    return LinkedEvent(id=content_id("event", [account.id for account in ordered]), accounts=tuple(ordered))


def _account(extraction: Extraction, event: str | None) -> Account | None:
    of_content = dict(zip((each.id for each in extraction.events), accounts(extraction), strict=True))
    if event is not None:
        return of_content.get(event)
    told = {each.id: of_content[each.id] for each in extraction.events}
    main = [each.id for each in extraction.events if each.main] or list(told)
    return told[max(main, key=lambda id_: len(told[id_].claims))] if main else None
