"""A judgement as a chart: how each comparison takes the odds up or down, from the prior to the score. SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from variorum.models import Judgement, Weight

_WIDTH, _ROW, _TOP, _LEFT, _RIGHT = 760, 24, 46, 330, 70
_LEAST_SPAN = 4.0
_COLOURS = {True: "#2f6f4f", False: "#a03d2e"}
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.about{font-weight:600}.small{font-size:11px;fill:#555}"
    ".zero{stroke:#888;stroke-dasharray:3 3}"
)


def waterfall(judgement: Judgement) -> str:
    """The chart of a rule's judgement. Of a person's, which has no weights, only the reason is written."""
    weights = judgement.weights
    steps = _steps(weights)
    height = _TOP + _ROW * (len(weights) + 1) + 30
    name = quoteattr(judgement.reason)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label={name}>',
        f"<title>{escape(judgement.reason)}</title><style>{_STYLE}</style>",
        f'<text class="about" x="10" y="20">{escape(_headline(judgement))}</text>',
        f'<text class="small" x="10" y="36">{escape(f"{judgement.first} and {judgement.second}")}</text>',
        *_bars(weights, steps),
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _headline(judgement: Judgement) -> str:
    if judgement.score is None:
        return f"{judgement.verdict.value}, says {judgement.by}: {judgement.reason}"
    return f"{judgement.verdict.value}: {judgement.score:.1%} likely to be one event, by {judgement.by}"


def _steps(weights: Sequence[Weight]) -> list[tuple[float, float]]:
    """From which sum of bits to which each weight leads."""
    steps, total = [], 0.0
    for weight in weights:
        steps.append((total, total + weight.bits))
        total += weight.bits
    return steps


def _bars(weights: Sequence[Weight], steps: Sequence[tuple[float, float]]) -> Iterator[str]:
    if not steps:
        return
    low = min(0.0, *(min(step) for step in steps), -_LEAST_SPAN / 2)
    high = max(0.0, *(max(step) for step in steps), _LEAST_SPAN / 2)
    scale = (_WIDTH - _LEFT - _RIGHT) / (high - low)

    def at(bits: float) -> float:
        return round(_LEFT + (bits - low) * scale, 1)

    bottom = _TOP + _ROW * (len(steps) + 1)
    yield f'<line class="zero" x1="{at(0)}" y1="{_TOP}" x2="{at(0)}" y2="{bottom}"/>'
    for row, (weight, (start, end)) in enumerate(zip(weights, steps, strict=True)):
        y = _TOP + row * _ROW
        left, width = at(min(start, end)), round(max(abs(end - start) * scale, 1.0), 1)
        yield f'<text x="10" y="{y + 16}">{escape(f"{weight.comparison}: {weight.level}")}</text>'
        yield f'<rect x="{left}" y="{y + 4}" width="{width}" height="{_ROW - 8}" fill="{_COLOURS[weight.bits >= 0]}"/>'
        yield f'<text class="small" x="{left + width + 4}" y="{y + 16}">{weight.bits:+.1f}</text>'
    total, y = steps[-1][1], _TOP + len(steps) * _ROW
    left, width = at(min(0.0, total)), round(max(abs(total) * scale, 1.0), 1)
    yield f'<text class="about" x="10" y="{y + 16}">all together</text>'
    yield f'<rect x="{left}" y="{y + 4}" width="{width}" height="{_ROW - 8}" fill="#444"/>'
    yield f'<text class="small" x="{left + width + 4}" y="{y + 16}">{total:+.1f}</text>'
    yield f'<text class="small" x="{at(0) - 60}" y="{bottom + 18}">even odds (bits: log2 of odds)</text>'
