"""The forms of English verbs and nouns, for word lists that name a word by its dictionary form."""

from __future__ import annotations

_IRREGULAR = {
    "slay": ("slays", "slew", "slain", "slaying"),
    "shoot": ("shoots", "shot", "shooting"),
    "take": ("takes", "took", "taken", "taking"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "blow": ("blows", "blew", "blown", "blowing"),
    "hang": ("hangs", "hanged", "hung", "hanging"),
    "mow": ("mows", "mowed", "mown", "mowing"),
    "bury": ("buries", "buried", "burying"),
    "burn": ("burns", "burned", "burnt", "burning"),
    "put": ("puts", "put", "putting"),
    "cut": ("cuts", "cut", "cutting"),
    "hurt": ("hurts", "hurt", "hurting"),
    "hold": ("holds", "held", "holding"),
    "lose": ("loses", "lost", "losing"),
    "drive": ("drives", "drove", "driven", "driving"),
    "flee": ("flees", "fled", "fleeing"),
    "die": ("dies", "died", "dying"),
    "drown": ("drowns", "drowned", "drowning"),
    "stab": ("stabs", "stabbed", "stabbing"),
    "gun": ("guns", "gunned", "gunning"),
    "expel": ("expels", "expelled", "expelling"),
    "kidnap": ("kidnaps", "kidnapped", "kidnaped", "kidnapping"),
    "be": ("is", "are", "was", "were", "being", "been"),
    "evict": ("evicts", "evicted", "evicting"),
}


def verb_forms(verb: str) -> tuple[str, ...]:
    """The forms of an English verb, the dictionary form first."""
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb])
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    s = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return verb, verb + s, verb + "ed", verb + "ing"


def noun_forms(noun: str) -> tuple[str, ...]:
    """Singular and regular plural."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun, noun[:-1] + "ies"
    return noun, noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
