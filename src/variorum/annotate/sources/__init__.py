"""Who says what: the attributions of a Doc, and the chain of sources of any place in it.

`variorum_sources` fills `doc.spans["sources"]` (label: the source's kind; `span._.anonymous`) and `doc._.attributions`.
`chain_of(doc, start, end)` answers for a claim whose quantity words stand there.
"""

from __future__ import annotations

from variorum.annotate.sources.chains import Attribution, attributions_of, chain_of
from variorum.annotate.sources.component import SourceAnnotator, register
from variorum.annotate.sources.kinds import is_outlet

__all__ = ["Attribution", "SourceAnnotator", "attributions_of", "chain_of", "is_outlet", "register"]
