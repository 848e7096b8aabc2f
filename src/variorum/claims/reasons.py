"""Rules and signs in plain words, for whoever asks why."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.models import Stance

TIES: Mapping[str, str] = {
    "counted noun": "it is itself the noun that the number counts",
    "count before casualty word": "the count stands right before it",
    "a death without a number": "the report counts no dead, and says that somebody told of before died",
    "an attacker who died": "the sentence says that whoever attacked died of it",
    "a person named or definite": "the sentence makes one person suffer it who is named or known",
    "victim of the verb": "the sentence makes those counted suffer it",
    "told of as all": "“all” of those counted suffer it",
    "running total": "it is the total that those bring it to",
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
    "only": "it is the only one so far",
    "same_sentence": "it stands in a sentence of it",
    "same_paragraph": "it stands in a paragraph of it",
    "sentences_away": "how far it stands from it",
    "same_number": "the same number was told of it",
    "other_number": "a number told of it is several times as large or small",
    "another_number": "another number was told of it",
    "other_people": "other people were counted of it",
    "other_fate": "it harmed people, or took them away, and this the other way round",
    "outcome_untold": "nothing was told yet of how many suffered this",
    "date_meets": "the day is the same",
    "day_apart": "the days are next to each other",
    "date_differs": "the day is another",
    "far_apart": "the days are far apart",
    "past_differs": "one is told as long past and the other is not",
    "brings_a_day": "it gives a day, and the incident has none so far",
    "place_meets": "the place may be the same",
    "place_differs": "the place is another",
    "nearest_meets": "the place named nearest to it may be the same",
    "nearest_differs": "the place named nearest to it is another",
    "nearest_unknown": "the place named nearest to it may be another",
    "country_differs": "the country is another",
    "family_meets": "the way of violence is the same",
    "family_differs": "the way of violence is another",
    "opens_new": "words such as “in a separate attack” open another",
    "apart": "words such as “elsewhere” beside its number tell it from the one before in its sentence",
    "opens_elsewhere": "the sentence begins with another place",
    "opens_then": "the sentence begins with another time",
    "recalls": "it stands behind words such as “since 2017, when”",
    "tells_more": "words such as “also reported” go on to another",
    "comes_after": "it stands behind words such as “two days after a”",
    "introduces": "it brings up an attack or attacker as not known yet",
    "earlier": "it had happened before",
    "goes_on": "words such as “the attack” go on about it",
    "goes_on_current": "words such as “the attack” go on about the one spoken of last",
    "names_meet": "a name of it comes up again",
    "only_its_names": "a name comes up again that only it had",
}
"""What speaks for or against a toll's being of an incident: the signs of `likeness.signs_of_one`."""

OPENINGS: Mapping[str, str] = {
    "later": "incidents were told before",
    "in_a_told_sentence": "its sentence tells of another",
    "has_a_day": "it gives a day",
    "has_a_place": "it names a place",
    "has_a_way": "it tells how",
    "long_past": "it is told as long past",
    "incidents_so_far": "how many were told before",
    "by_a_person": "one person suffered it",
}
"""What speaks for a toll's opening an incident: the signs of `likeness.signs_of_new`."""

AGGREGATES: Mapping[str, str] = {
    "phrase": "words such as “over the past year”",
    "statistics": "statistics are told",
    "long_time": "a time of more than 45 days",
    "several_days": "a time of several days",
    "since": "“since”",
    "perfect": "“have been”",
    "several_incidents": "several incidents are counted",
    "member": "a victim is told of as one of them",
    "plural": "incidents in the plural",
    "distinct": "incidents of which each stands alone: “shootings”",
    "two_places": "two places are joined by “and”",
    "war": "a war as its time or cause",
    "large": "a thousand or more",
    "masses": "so many are seldom jailed or displaced in one incident",
    "one_incident": "one incident is named",
    "number_of_many": "the same number was told before, of many incidents",
    "number_of_one": "the same number was told before, of one incident",
    "many": "most tolls are of one incident",
}
"""What speaks for a toll's counting the victims of many incidents: the signs of `likeness.signs_of_many`."""

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
    "same way": "the sentence tells of the same way of violence",
    "another way": "the sentence tells of another way of violence",
    "holds one": "another place of the incident lies in it",
    "holds many": "several places of the incident lie in it",
    "of speaking": "somebody spoke or wrote then",
    "part of the day": "it tells the part of the day",
    "by the clock": "an hour stands beside it",
    "beside others": "other times stand beside it",
    "outside its own time": "the sentences with its toll name another time",
    "when the main one was": "the main incident was then",
    "held": "it lies in another place of the incident",
    "peers": "one of several places like it",
}
_OPENINGS = {
    "prep ": "preposition: ",
    "after ": "behind words of: ",
    "before ": "before words of: ",
    "dates ": "it dates a word of: ",
    "kind ": "a ",
    "exact to ": "exact to the ",
    "own, ": "in a sentence with its toll: ",
    "near, ": "close to its toll: ",
    "another, ": "in a sentence of another incident: ",
    "elsewhere, ": "far from its toll: ",
}


def of_tie(sign: str) -> str:
    """A sign of `ties.Telling.ties` in plain words; one that has none keeps its name."""
    name = sign.removesuffix(", main").removesuffix(", other")
    if name in _TIES:
        return _TIES[name]
    return next((said + name.removeprefix(start) for start, said in _OPENINGS.items() if name.startswith(start)), name)
