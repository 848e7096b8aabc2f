"""Statements about who did it, on sentences of our own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import variorum
from variorum.annotate import language
from variorum.annotate.responsibility import (
    ResponsibilityCue,
    alike,
    find_responsibility,
    first_statements,
    spoken_by_actor,
)
from variorum.annotate.responsibility.lexicon import Phrase, phrases, suspects
from variorum.models import Mode, Source, SourceKind
from variorum.settings import Settings
from variorum.values import Span


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


def read(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    return [(str(c.mode), c.actor) for c in find_responsibility(nlp(text))]


@pytest.mark.parametrize("phrase", [*phrases(), *suspects()], ids=lambda p: p.name)
def test_every_phrase_reads_its_example(nlp: Language, phrase: Phrase) -> None:
    found = find_responsibility(nlp(f"Nine people were killed on Monday. {phrase.example}"))
    assert phrase.mode in {c.mode for c in found}, found
    assert phrase.name in {c.rule for c in found}, found


@given(st.data())
def test_a_phrase_never_matches_without_one_of_the_letters_that_it_needs(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(phrases()))
    matching = data.draw(st.from_regex(re.compile(phrase.pattern.pattern, re.IGNORECASE | re.ASCII)))
    assert phrase.may_match(matching.lower()) or not phrase.pattern.search(matching)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No group has claimed responsibility for the bombing that killed six.", [("none_claimed", None)]),
        ("Boko Haram claimed responsibility for the attack, which killed nine people.", [("claimed", "Boko Haram")]),
        ("The killing of nine people was claimed by Boko Haram.", [("claimed", "Boko Haram")]),
        ("Al-Shabaab denied that it killed the four traders.", [("denied", "Al-Shabaab")]),
        ("The mayor blamed the attack, which killed two, on Boko Haram.", [("suspected", "Boko Haram")]),
        ("Boko Haram fighters killed nine people in the village.", [("attributed", "Boko Haram fighters")]),
        ("Nine people were killed by Boko Haram on Monday.", [("attributed", "Boko Haram")]),
        ("Four farmers were killed in an attack by Boko Haram.", [("attributed", "Boko Haram")]),
        ("The strike killed four. Boko Haram said it had attacked the post.", [("claimed", "Boko Haram")]),
        ("Suspected Boko Haram insurgents killed nine people.", [("suspected", "Boko Haram insurgents")]),
        ("Suspected members of Abu Sayyaf beheaded two hostages.", [("suspected", "Abu Sayyaf")]),
        ("The Houthis said they had fired a missile at the port, killing four.", [("claimed", "Houthis")]),
        ("Chad said it had struck the camp, killing nine rebels.", [("claimed", "Chad")]),
        ("The military confirmed that its troops shot dead two marchers.", [("claimed", "military")]),
        ("The army denied that its planes had bombed the clinic, where 20 died.", [("denied", "army")]),
        ("Residents accused the army of shelling the market, killing 15.", [("suspected", "army")]),
        ("Chad blamed Sudan for the missile strike that killed 11.", [("suspected", "Sudan")]),
        ("No one has said they were behind the bombing that killed 30.", [("none_claimed", None)]),
        ("There was no word on who carried out the attack, in which six died.", [("none_claimed", None)]),
        ("Jets of the Saudi-led coalition bombed a wedding, killing 15.", [("attributed", "Saudi-led coalition")]),
        ("The army shelled Boko Haram in the hills, killing nine.", [("attributed", "army")]),
    ],
)
def test_modes(nlp: Language, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert read(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed nine people in the village.",
        "A suicide bomber killed six soldiers.",
        "Police shot dead the gunman, who had killed two.",
        "Boko Haram could attack the town, where nine people were killed.",
        "Nine Boko Haram fighters were killed.",
        "Boko Haram was not mentioned; nine people were killed.",
        "Kenya's air force said it had shot down four missiles, whose debris killed two people.",
        "There was no comment from Hamas, which denies targeting civilians; two people died.",
        "Al-Shabaab fled. It was the worst attack since May, when a lorry blew up, killing 40 people.",
        "Kenyan police arrested three men over the killing of 27 farm workers.",
        "Residents accused the army of being slow to help after the blast, which killed 40.",
        "Kenya's security forces fighting in the hills lost nine soldiers.",
    ],
)
def test_nobody_in_particular_or_no_deed_gives_no_statement(nlp: Language, text: str) -> None:
    assert read(nlp, text) == []


def test_a_pronoun_stands_for_whoever_was_named(nlp: Language) -> None:
    doc = nlp("Al-Shabaab has lost ground. The group said it was behind the blast that killed six.")
    (cue,) = find_responsibility(doc)
    assert (cue.mode, cue.actor) == (Mode.CLAIMED, "The group")
    assert cue.named is not None
    assert cue.named.of(doc.text) == "Al-Shabaab"
    (cue,) = find_responsibility(nlp("Al-Shabaab has lost ground. It said it was behind the blast that killed six."))
    assert (cue.mode, cue.actor) == (Mode.CLAIMED, "Al-Shabaab")


def test_the_anchor_is_where_the_incident_is_mentioned(nlp: Language) -> None:
    doc = nlp("Boko Haram claimed responsibility for the ambush, in which nine died.")
    (cue,) = find_responsibility(doc)
    assert doc.text[cue.anchor :].startswith("ambush")
    assert cue.span.of(doc.text) == "claimed responsibility"


def test_a_side_that_tells_of_its_own_deed_claims_it(nlp: Language) -> None:
    doc = nlp("Nine fighters died. Kenyan troops raided the camp and killed nine, a Kenyan army spokesman said.")
    assert (Mode.CLAIMED, "Kenyan troops") in {(c.mode, c.actor) for c in find_responsibility(doc)}


def cue(mode: Mode, actor: str | None, entry: str | None = None) -> ResponsibilityCue:
    return ResponsibilityCue(
        span=Span(0, 1), mode=mode, actor=actor, actor_span=None, anchor=0, rule="test", actor_id=entry
    )


def test_only_the_first_statement_of_an_event_actor_and_mode_is_kept() -> None:
    first = cue(Mode.CLAIMED, "ISIS", "islamic-state")
    again = cue(Mode.CLAIMED, "Islamic State", "islamic-state")
    doubt = cue(Mode.DOUBTED, "Islamic State", "islamic-state")
    kept = first_statements([("e1", first), ("e1", again), ("e1", doubt), ("e2", again)])
    assert kept == [("e1", first), ("e1", doubt), ("e2", again)]


def test_a_flat_statement_of_the_actor_itself_is_a_claim() -> None:
    flat = cue(Mode.ATTRIBUTED, "Kenyan army")
    assert spoken_by_actor(flat, Source(text="the Kenyan army", kind=SourceKind.MILITARY)).mode is Mode.CLAIMED
    assert spoken_by_actor(flat, Source(text="a hospital", kind=SourceKind.MEDICAL)).mode is Mode.ATTRIBUTED
    assert spoken_by_actor(flat, Source(text="the Kenyan Observatory", kind=SourceKind.NGO)).mode is Mode.ATTRIBUTED
    assert spoken_by_actor(flat, None).mode is Mode.ATTRIBUTED


def test_alike_needs_half_of_the_shorter_ones_words() -> None:
    assert alike("the Al-Shabaab militants", "Al-Shabaab")
    assert not alike("Kenyan army", "Boko Haram")
    assert alike(None, None)
    assert not alike("army", None)


@given(st.text(max_size=200))
def test_any_text_without_a_parse_is_read(text: str) -> None:
    import spacy

    doc: Doc = spacy.blank("en").make_doc(text)
    for i, token in enumerate(doc):
        token.is_sent_start = i == 0
    assert all(c.span.end <= len(text) for c in find_responsibility(doc))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The army blamed the Taliban.", "The army"),
        ("The Interior Ministry accused Kurdish rebels of the attack.", "The Interior Ministry"),
        ("A spokesman for the army, Captain Juma Dow, blamed the Allied Democratic Forces.", "Captain Juma Dow"),
    ],
)
def test_whoever_blames_is_the_source_of_who_did_it(said: str, source: str) -> None:
    reading = variorum.read(f"A bomb killed six people in the town of Karsha on Monday. {said}")
    assert [[s.text for s in one.sources] for one in reading.responsibility] == [[source]]
    assert reading.tolls[0].sources == ()
