"""What follows from an event's claims: the figures of codebooks, each with its derivation, and what does not add up.

from variorum.codebooks import figures, load
for figure in figures(event, load("ucdp")):
    print(figure.name, figure.value, figure.reason)
"""

from variorum.codebooks.book import Codebook, Parameter, RuleUse, differences
from variorum.codebooks.comparison import Coded, Parting, compare, partings
from variorum.codebooks.disagreements import disagreements
from variorum.codebooks.disagreements.events import event_disagreements
from variorum.codebooks.figures import figures, figures_of_all
from variorum.codebooks.library import explanation, load, names
from variorum.codebooks.superlatives import Standing, Superlative, superlatives
from variorum.codebooks.weighing import Weighed, most_moved, weighed

__all__ = [
    "Codebook",
    "Coded",
    "Parameter",
    "Parting",
    "RuleUse",
    "Standing",
    "Superlative",
    "Weighed",
    "compare",
    "differences",
    "disagreements",
    "event_disagreements",
    "explanation",
    "figures",
    "figures_of_all",
    "load",
    "most_moved",
    "names",
    "partings",
    "superlatives",
    "weighed",
]
