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
    "admit": ("admits", "admitted", "admitting"),
    "bear": ("bears", "bore", "born", "borne", "bearing"),
    "begin": ("begins", "began", "begun", "beginning"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "bring": ("brings", "brought", "bringing"),
    "come": ("comes", "came", "coming"),
    "commit": ("commits", "committed", "committing"),
    "drop": ("drops", "dropped", "dropping"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "fight": ("fights", "fought", "fighting"),
    "find": ("finds", "found", "finding"),
    "fly": ("flies", "flew", "flown", "flying"),
    "grow": ("grows", "grew", "grown", "growing"),
    "hit": ("hits", "hitting"),
    "leave": ("leaves", "left", "leaving"),
    "meet": ("meets", "met", "meeting"),
    "overrun": ("overruns", "overran", "overrunning"),
    "ram": ("rams", "rammed", "ramming"),
    "rip": ("rips", "ripped", "ripping"),
    "rise": ("rises", "rose", "risen", "rising"),
    "send": ("sends", "sent", "sending"),
    "shake": ("shakes", "shook", "shaken", "shaking"),
    "ship": ("ships", "shipped", "shipping"),
    "sink": ("sinks", "sank", "sunk", "sinking"),
    "slam": ("slams", "slammed", "slamming"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "stand": ("stands", "stood", "standing"),
    "strike": ("strikes", "struck", "stricken", "striking"),
    "tear": ("tears", "tore", "torn", "tearing"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "transfer": ("transfers", "transferred", "transferring"),
    "trap": ("traps", "trapped", "trapping"),
    "travel": ("travels", "traveled", "travelled", "traveling", "travelling"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "bleed": ("bleeds", "bled", "bleeding"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "give": ("gives", "gave", "given", "giving"),
    "lay": ("lays", "laid", "laying"),
    "lead": ("leads", "led", "leading"),
    "drag": ("drags", "dragged", "dragging"),
    "go": ("goes", "went", "gone", "going"),
    "club": ("clubs", "clubbed", "clubbing"),
    "be": ("is", "are", "was", "were", "being", "been"),
    "seek": ("seeks", "sought", "seeking"),
    "make": ("makes", "made", "making"),
    "have": ("has", "had", "having"),
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
