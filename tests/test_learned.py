"""The learned reader: what it is asked, what it says, and what becomes of it."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from train.silver_sentences import Writer
from variorum.annotate import language
from variorum.annotate.candidates import CATEGORIES, OUTCOMES, candidates, windows
from variorum.annotate.learned import LearnedReader, likelihoods
from variorum.claims.tolls.counts import possible_count
from variorum.claims.tolls.finding import find_tolls
from variorum.claims.tolls.judged import RULE, Bars, open_windows, revised
from variorum.errors import SettingsError
from variorum.settings import Settings
from variorum.values import CountRange

TEXT = (
    "A bus that carried 45 pilgrims hit a mine near Dorun on Monday. Nine of the passengers did not survive, the "
    "governor said, "
    "and at least 12 remained in hospital with burns. Two other men were shot dead in a village nearby."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings(learned=True))


@pytest.fixture(scope="module")
def by_rules() -> Language:
    return language.load(Settings(learned=False))


def asked(doc: Doc) -> list[str]:
    return [doc[c.start : c.end].text for c in candidates(doc, 0, len(doc))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 soldiers and a nurse died.", ["At least 12", "a"]),
        ("Gunmen wounded a second policeman and another.", ["a second", "another"]),
        ("Soldier killed near the border", ["Soldier"]),
        ("A man, woman and child were killed.", ["A", "woman", "child"]),
        ("A bridge was destroyed in the attack.", []),
        ("The attack killed two other men.", ["two"]),
    ],
)
def test_every_count_and_every_single_person_is_a_candidate(by_rules: Language, text: str, expected: list[str]) -> None:
    assert asked(by_rules(text)) == expected


def test_windows_cover_each_sentence_with_a_candidate_once_and_show_what_stands_before(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = list(windows(doc))
    assert all(w.context <= w.start < w.end for w in found)
    assert all(w.start <= c.start < c.end <= w.end for w in found for c in w.candidates)
    starts = [c.start for w in found for c in w.candidates]
    assert len(starts) == len(set(starts))
    assert found[-1].context < found[-1].start


def test_a_text_without_violence_is_not_encoded(nlp: Language) -> None:
    assert list(windows(nlp("Three farmers sold 40 cows at the market on Monday."))) == []


def test_probabilities_are_shares_in_the_order_of_the_names(nlp: Language) -> None:
    doc = nlp(TEXT)
    found = likelihoods(doc, windows(doc))
    assert found
    for likelihood in found.values():
        assert len(likelihood.outcomes) == len(OUTCOMES)
        assert len(likelihood.categories) == len(CATEGORIES)
        assert sum(likelihood.outcomes) == pytest.approx(1, abs=0.005)
        assert likelihood.of(likelihood.outcome) == max(likelihood.outcomes)
        assert all(
            0 <= p <= 1 and p == round(p, 3) for p in (*likelihood.outcomes, likelihood.aggregate, likelihood.part)
        )


def test_a_name_that_is_no_outcome_and_no_category_is_refused(nlp: Language) -> None:
    doc = nlp(TEXT)
    with pytest.raises(ValueError, match="slept"):
        next(iter(likelihoods(doc, windows(doc)).values())).of("slept")


def test_a_judgement_does_not_depend_on_the_other_windows(nlp: Language) -> None:
    doc = nlp(TEXT)
    together = likelihoods(doc, windows(doc))
    alone = {k: v for window in windows(doc) for k, v in likelihoods(doc, [window]).items()}
    assert alone == together


@settings(max_examples=25, deadline=None)
@given(
    number=st.integers(min_value=2, max_value=9000), before=st.sampled_from(["", "at least ", "more than ", "up to "])
)
def test_the_bounds_are_those_of_the_words_whatever_the_model_says(nlp: Language, number: int, before: str) -> None:
    doc = nlp(f"The attackers killed {before}{number} villagers, said a man who fled.")
    expected = {
        "": (number, number),
        "at least ": (number, None),
        "more than ": (number + 1, None),
        "up to ": (None, number),
    }
    low, high = expected[before]
    counts = [j.candidate.count for j in likelihoods(doc, windows(doc)).values()]
    assert CountRange(low, high) in counts


def test_without_the_reader_the_rules_stand(by_rules: Language) -> None:
    doc = by_rules(TEXT)
    drafts = find_tolls(doc)
    assert likelihoods(doc, windows(doc)) == {}
    assert revised(doc, drafts) == drafts


def test_nothing_is_asked_where_the_rules_left_nothing_open(nlp: Language) -> None:
    doc = nlp("Gunmen killed five farmers.")
    assert list(open_windows(doc, find_tolls(doc))) == []


def test_what_the_reader_adds_says_so_and_keeps_text_order_and_parts(nlp: Language) -> None:
    doc = nlp(TEXT)
    drafts = find_tolls(doc)
    out = revised(doc, drafts, Bars(add=0.0, veto=2.0, category=2.0))
    assert [d.start for d in out] == sorted(d.start for d in out)
    assert {d.rule for d in out} - {d.rule for d in drafts} <= {RULE}
    kept = [d for d in out if d.rule != RULE]
    assert [(d.start, d.outcome, d.category) for d in kept] == [(d.start, d.outcome, d.category) for d in drafts]
    for k, draft in enumerate(out):
        if draft.part_of is not None:
            assert out[draft.part_of].part_of is None
            assert draft.part_of != k


def test_the_reader_finds_a_toll_that_no_rule_ties(nlp: Language) -> None:
    doc = nlp("Medics were treating wounded civilians. She said 11 of the patients were in critical condition.")
    drafts = revised(doc, find_tolls(doc))
    assert [(doc[d.start : d.end].text, str(d.outcome)) for d in drafts] == [("11", "injured")]


def test_who_is_before_a_court_is_no_victim(nlp: Language) -> None:
    doc = nlp("A court convicted two officers of murdering a student.")
    assert [doc[d.start : d.end].text for d in revised(doc, find_tolls(doc))] == ["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A gunman stormed the school and a teacher was killed.", ["a"]),
        ("The victim, a baker from the town, died at the scene.", []),
        ("She was killed on 14 March.", []),
        ("The attack destroyed 12 houses and killed nine.", ["nine"]),
    ],
)
def test_what_cannot_be_a_victim_is_not_asked_about(by_rules: Language, text: str, expected: list[str]) -> None:
    doc = by_rules(text)
    found = candidates(doc, 0, len(doc))
    possible = [c for c in found if possible_count(doc, c.start, c.end, c.count, c.additional) is not None]
    assert [doc[c.start : c.end].text for c in possible] == expected


def test_an_installation_without_the_runtime_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SettingsError, match=r"onnxruntime.*VARIORUM_LEARNED"):
        LearnedReader()


def test_the_environment_switches_the_reader_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARIORUM_LEARNED", "0")
    assert not Settings.from_environment().learned
    monkeypatch.setenv("VARIORUM_LEARNED", "perhaps")
    with pytest.raises(SettingsError, match="perhaps"):
        Settings.from_environment()


def test_made_up_sentences_mark_counts_that_the_grammar_reads(by_rules: Language) -> None:
    read = marked = 0
    for made in Writer(5).texts(150):
        doc = by_rules(made.text)
        spans = [doc[c.start : c.end] for c in candidates(doc, 0, len(doc))]
        for mark in made.marks:
            assert made.text[mark.start : mark.end].strip() == made.text[mark.start : mark.end] != ""
            marked += 1
            read += any(s.start_char < mark.end and mark.start < s.end_char for s in spans)
    assert read / marked > 0.97
