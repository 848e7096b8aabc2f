"""Rules and signs in plain words, for whoever asks why."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.models import Stance

TIES: Mapping[str, str] = {
    "counted noun": "it is itself the noun that the number counts",
    "count before casualty word": "the count stands right before it",
    "victim of the verb": "the sentence makes those counted suffer it",
    "among the victims": "those counted were “among” its victims",
    "count in the clause before": "the count stands in the clause before it",
    "casualty noun of": "the count stands behind it and “of”",
    "casualty verb before count": "the count stands right behind it",
    "number of a toll": "the count is what the toll came to",
    "part of a whole": "the count is a part of the count before, which it says it of",
}
"""The rule that ties a count to a casualty word."""

STANCES: Mapping[Stance, str] = {
    Stance.DENIED: "whoever it is attributed to denies it",
    Stance.DOUBTED: "it is called unverified, unclear or disputed",
    Stance.CONDITIONAL: "it hangs on an “if”",
}

INCIDENTS: Mapping[str, str] = {
    "current": "the text spoke of that one last",
    "main": "the report opens with that one",
    "same_number": "the same number was told of it",
    "other_number": "a number told of it is several times as large or small",
    "same_sentence": "it stands in a sentence of it",
    "same_paragraph": "it stands in a paragraph of it",
    "date_meets": "the day is the same",
    "date_differs": "the day is another",
    "past_differs": "one is told as long past and the other is not",
    "place_meets": "the place may be the same",
    "place_differs": "the place is another",
    "country_differs": "the country is another",
    "family_meets": "the way of violence is the same",
    "family_differs": "the way of violence is another",
    "opens_new": "words such as “in a separate attack” open another",
    "goes_on": "words such as “the attack” go on about it",
}
"""What speaks for or against a toll's being of an incident: the names of `incidents.Weights`."""

AGGREGATES: Mapping[str, str] = {
    "phrase": "words such as “over the past year”",
    "long_time": "a time of more than 45 days",
    "several_days": "a time of several days",
    "since": "“since”",
    "perfect": "“have been”",
    "several_incidents": "several incidents are counted",
    "plural": "incidents in the plural",
    "war": "a war as its time or cause",
    "large": "a thousand or more",
    "masses": "so many are seldom jailed or displaced in one incident",
    "one_incident": "one incident is named",
}
"""What speaks for a toll's counting the victims of many incidents: the names of `aggregates.AggregateWeights`."""

_TIES = {
    "own": "in a sentence with its toll",
    "before": "shortly before its toll",
    "after": "shortly after its toll",
    "elsewhere": "far from its toll",
    "tokens away": "how far from its casualty word",
    "sentences away": "how far from its sentence",
    "another's": "in a sentence of another incident",
    "opening": "at the opening of the report",
    "goes on": "the sentence goes on about it",
    "same paragraph": "in a paragraph with its toll",
    "names the incident": "it names the incident",
    "times named": "how often it is named",
    "sure": "how surely it is a place",
}
_OPENINGS = {
    "prep ": "preposition: ",
    "after ": "behind words of: ",
    "before ": "before words of: ",
    "kind ": "a ",
    "exact to ": "exact to the ",
}


def of_tie(sign: str) -> str:
    """A sign of `ties.Telling.ties` in plain words; one that has none keeps its name."""
    name = sign.removesuffix(", main").removesuffix(", other")
    if name in _TIES:
        return _TIES[name]
    return next((said + name.removeprefix(start) for start, said in _OPENINGS.items() if name.startswith(start)), name)
