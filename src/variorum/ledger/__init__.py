"""The ledger: the append-only store of reports, claims, judgements, decisions and runs, in SQLite or PostgreSQL.

with Ledger.open("variorum.db") as ledger:
    run = ledger.run(Settings(), by="Ada", command="add")
    ledger.append(extraction, run)
    for event in ledger.events(Filters(country="EG", since=date(2017, 1, 1))):
        ...
"""

from variorum.ledger.database import default_location
from variorum.ledger.selection import AsOf, Filters
from variorum.ledger.store import Added, Known, Ledger, NewVersion

__all__ = ["Added", "AsOf", "Filters", "Known", "Ledger", "NewVersion", "default_location"]
