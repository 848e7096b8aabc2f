"""A language model as reader, on a leash: the model points at words, and what does not stand in the report is dropped.

`task` writes prompts, `answers` reads what comes back, `leash` finds every quote in the text, `endpoints` are the
models, `asking` adds retries, limits, cost and a cache, `batch` writes and reads files. `LlmReader` puts them together.
"""

from variorum.llm.asking import Costs
from variorum.llm.reader import Asked, LlmReader

__all__ = ["Asked", "Costs", "LlmReader"]
