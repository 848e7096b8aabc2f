"""The words that tell what a source is: kinds, anonymity, outlets, quotations, and the word lists themselves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotate.sources import lexicon
from variorum.annotate.sources.kinds import is_anonymous, is_outlet, is_speaker, kind_of
from variorum.annotate.sources.quotes import quotations
from variorum.models import SourceKind

KINDS = {
    "medical": [
        "EMTs",
        "NHS Wales",
        "Edhi volunteers",
        "civil defense officials",
        "the county fire and rescue service",
        "the Ministry of Health",
        "Gaza's Health Ministry",
        "a doctor at the clinic",
        "the civil defence",
        "hospital officials",
        "the county coroner",
    ],
    "government": [
        "the DA's office",
        "an arrest affidavit",
        "the prison service",
        "the Interior Ministry",
        "an official at the governor's office",
        "Prime Minister Lena Holm",
        "the Defence Ministry",
        "local authorities",
        "a ministry spokesman",
        "the Norvian Department of Justice",
        "Gov. Tom Reed",
        "Lt. Gov. Ada Cole",
        "Atty. Gen. Ada Cole",
    ],
    "military": [
        "an army spokesman",
        "Israel's military",
        "Colonel Ivan Petrov",
        "a military source",
        "the US-led coalition",
        "Girasol battalion officers",
    ],
    "police": [
        "the Inspector General of Police",
        "Supt. Joan Mills",
        "Assistant Commissioner Nadia Bose",
        "a special agent",
        "the federal police",
        "the sheriff's office",
        "SLCPD",
        "Deputy Chief Ron Hill",
        "Det. Ron Hill",
        "Chicago police",
        "a source at Kesh Police Command",
        "the county sheriff",
        "the FBI",
        "a police spokesman",
    ],
    "security": ["security sources", "two intelligence officials", "army and police officers"],
    "armed_group": [
        "the People's Defence Force",
        "the Civilian Joint Task Force",
        "the Nduma Defence of Congo",
        "hijackers",
        "a spokesman for the Taliban",
        "al-Shabaab",
        "a rebel commander",
        "Isis",
        "IS",
        "a local militia leader",
    ],
    "media": [
        "NBC4",
        "local media",
        "state television",
        "Radio Okapi",
        "the Kampala Evening News",
        "the Anadolu news agency",
        "a Danish news organisation",
        "AFP",
    ],
    "ngo": [
        "Ann Moss, director for East and South Africa at Human Rights Watch",
        "the Syrian Observatory for Human Rights",
        "a monitoring group",
        "Amnesty International",
        "aid workers",
        "the Red Crescent",
    ],
    "international": [
        "the WHO",
        "the U.N. mission",
        "a UN military spokesman",
        "a Western diplomat",
        "the State Department",
        "WHO",
    ],
    "witness": [
        "a blacksmith",
        "two shoppers",
        "a resident of Homs",
        "the victim's brother",
        "three witnesses",
        "residents of a rebel-held town",
    ],
    "analyst": ["a professor of criminology", "analysts"],
    "other": ["activists", "local sources", "the archbishop", "the miners' union"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_kind(kind: str, text: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["Ana Reyes", "Konstantin", "who", "the bridge"])
def test_a_bare_name_tells_no_kind(text: str) -> None:
    assert kind_of(text) is None


def test_of_coordinated_sources_the_first_counts() -> None:
    assert kind_of("a war monitor and medics") is SourceKind.NGO
    assert kind_of("medics and a war monitor") is SourceKind.MEDICAL


@pytest.mark.parametrize(
    "text",
    ["officials", "local residents", "a security source", "sources", "an opposition activist", "health officials"],
)
def test_who_names_nobody_is_anonymous(text: str) -> None:
    assert is_anonymous(text)


@pytest.mark.parametrize(
    "text",
    [
        "police",
        "the army",
        "Reuters",
        "Colonel Ivan Petrov",
        "the Interior Ministry",
        "a source at Kesh Police Command",
        "an army spokesman",
    ],
)
def test_who_names_a_body_or_person_is_not(text: str) -> None:
    assert not is_anonymous(text)


@pytest.mark.parametrize(
    "text",
    [
        "the New York Times",
        "Times of India",
        "Radio Miraya",
        "Xinhua",
        "the Daily Monitor",
        "CNN",
        "Kampala Evening News",
    ],
)
def test_outlets(text: str) -> None:
    assert is_outlet(text)


@pytest.mark.parametrize("text", ["the times", "police", "the mayor", "news", "his radio"])
def test_not_outlets(text: str) -> None:
    assert not is_outlet(text)


def test_headline_speakers() -> None:
    assert is_speaker("Interior Ministry")
    assert is_speaker("monitoring group")
    assert not is_speaker("Texas restaurant")
    assert not is_speaker("Fort Hood military base")


def test_lists_are_whole() -> None:
    assert len(lexicon.outlets().names) >= 400
    assert {"said", "says", "told", "announced", "denies", "reporting"} <= lexicon.cues().verbs.keys()
    found = {pattern.kind for patterns in lexicon.kinds().by_first.values() for pattern in patterns}
    assert found == set(SourceKind)


@pytest.mark.parametrize(
    ("verb", "form"),
    [("deny", "denies"), ("say", "say"), ("announce", "announcing"), ("confess", "confesses"), ("stay", "stays")],
)
def test_inflection(verb: str, form: str) -> None:
    assert form in lexicon.inflect(verb)


def test_quotations_run_over_paragraphs() -> None:
    text = 'He said: "It began at noon.\n\n"Then they fired," and left. “Why?” she asked.'
    assert [q.of(text) for q in quotations(text)] == ['"It began at noon.\n\n"Then they fired,"', "“Why?”"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("''Five died,'' he said.", ["“Five died,”"]),
        ("The ``dead'' rose.", ["“dead”"]),
        ("He said: 'It's the soldiers' fault, they killed five.' Then he left.", []),
        (
            "'They killed five,' he said. 'It's true.' The soldiers' camp burned.",
            ["'They killed five,'", "'It's true.'"],
        ),
        ("\"They said 'leave,' and shot,\" he said.", ["\"They said 'leave,' and shot,\""]),
    ],
)
def test_two_strokes_and_single_marks_quote(text: str, quoted: list[str]) -> None:
    written = [q.of(text.replace("''", "” ", 2).replace("” F", " “F").replace("``", " “")) for q in quotations(text)]
    assert written == quoted


def test_a_mark_that_is_never_closed_swallows_nothing() -> None:
    assert (
        quotations('He said "no and went home. ' + "It rained. " * 1000 + 'A "b" c.')[-1].of(
            'He said "no and went home. ' + "It rained. " * 1000 + 'A "b" c.'
        )
        == '"b"'
    )


@given(st.text(alphabet='ab "“”.\n,', max_size=200))
def test_quotations_lie_apart_and_in_order(text: str) -> None:
    found = quotations(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.end <= len(text) for q in found)
