"""Who says it, in the phrasings of many outlets: the chain of the first toll of each report, outermost first.

A row is "words: kind > words: kind | report" ("-" where the report says it itself); a long report stands on a line of
its own.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from variorum.annotate import language
from variorum.annotate.responsibility import alike
from variorum.annotate.sources import chain_of
from variorum.claims.tolls.finding import find_tolls
from variorum.claims.tolls.judged import revised
from variorum.settings import Settings

SAID = """
AFP: media > a local elected official: government |
    Gunmen killed nine villagers in the Segou region, a local elected official told AFP on Sunday.
the army: military | Three soldiers were killed and five wounded, the army said in a statement posted on Telegram.
SANA: media > a military source: military |
    SANA, citing a military source, said six people had died in the Israeli strike.
Police: police | Police: 14 dead in nightclub shooting
police: police | Landslide of bodies: 40 dead in prison riot - police
Residents and officials: witness |
    Residents and officials said the gunmen had killed 27 people and burned scores of houses.
The ministry: government | The ministry put the death toll at 31.
Local media: media | Local media reported that seven policemen were killed in the ambush.
BBC: media > Witnesses: witness | Witnesses told the BBC's Somali service that at least six people died.
A doctor at Medina Hospital: medical | A doctor at Medina Hospital said it had received 17 wounded people.
Stephane Dujarric: international | UN spokesman Stephane Dujarric said on Tuesday that 10 peacekeepers were wounded.
OCHA: international |
    According to the UN Office for the Coordination of Humanitarian Affairs (OCHA), 45 civilians were killed.
Amnesty International: ngo |
    Amnesty International says security forces killed at least 304 protesters over three days.
Xinhua: media > local authorities: government |
    Xinhua news agency reported, quoting local authorities, that eight miners were shot dead.
The rebels: armed_group | The rebels claimed to have killed 60 soldiers. The army said it had lost only four men.
Mike Chitwood: police | Sheriff Mike Chitwood said at a news conference that two deputies were wounded.
the sheriff's office: police | Three people were killed, the sheriff's office said.
the Los Angeles Police Department: police |
    Two people were pronounced dead at the scene, according to the Los Angeles Police Department.
the coroner's office: medical | A 9-year-old girl was among five people killed, the coroner's office confirmed.
Dawn: media > Ayesha Gul: police |
    Confirming the incident, SP Operations Ayesha Gul told Dawn that four people had lost their lives.
A police officer: police | A police officer, who asked not to be named, said nine bodies had been recovered.
MENA: media > a security official: security |
    The attack left 15 people dead, the state news agency MENA reported, quoting a security official.
the New York Times: media > health officials: medical |
    Citing health officials, the New York Times reported that 500 people had been killed.
Gaza's health ministry: medical | Gaza's health ministry says more than 20,000 people have been killed since October.
The Hamas-run health ministry: medical | The Hamas-run health ministry said 37 people were killed overnight.
Adamu Sule: government |
    The chief of the village, Adamu Sule, said: "They killed 12 of our people and took away our cattle."
- | Premium Times gathered that no fewer than 20 people were killed.
Zabihullah Mujahid: armed_group |
    A Taliban spokesman, Zabihullah Mujahid, said in a tweet that the fighters had killed 35 Afghan soldiers.
The Defence Ministry in Moscow: government |
    The Defence Ministry in Moscow said its forces had killed up to 90 Ukrainian troops.
Rescue workers: medical | Rescue workers said they had pulled nine bodies from the rubble.
Médecins Sans Frontières: ngo | Médecins Sans Frontières said its teams treated 70 wounded people.
An AFP correspondent: media | An AFP correspondent at the scene counted seven bodies.
Kithure Kindiki: government |
    Two of the attackers were also killed, Interior Minister Kithure Kindiki said in a statement.
- | Kithure Kindiki, the interior minister, blamed Al-Shabaab for the attack, which killed eight people.
International Committee of the Red Cross: ngo |
    The International Committee of the Red Cross said its hospital had received 29 bodies of children.
Raila Odinga's party: other |
    Opposition leader Raila Odinga's party said 24 people had been killed by police; police confirmed six deaths.
al-Masirah: media > Houthi military source: armed_group |
    "The terrorists killed seven of our men," a Houthi military source told al-Masirah TV.
Two senior Iraqi security sources: security | Two senior Iraqi security sources said 13 fighters were killed.
The prosecutor's office in Kharkiv: government | The prosecutor's office in Kharkiv reported three deaths.
Mohammed Abu Selmia: medical | Hospital director Mohammed Abu Selmia said 21 dead had been brought to Al-Shifa.
Eyewitnesses: witness |
    Eyewitnesses say as many as 30 protesters were shot dead, but the government says only five died.
Central Command: military |
    The US military's Central Command said Thursday it had killed a senior leader and two bodyguards.
rights groups: ngo | More than 100 people have been killed, rights groups say.
- | "It is a massacre," said Bishop John Doe. Forty people died in the church.
Al Jazeera's Hoda Abdel-Hamid: media |
    Al Jazeera's Hoda Abdel-Hamid, reporting from Baghdad, said 12 people had been killed.
Reuters: media > a police report: police | According to a police report seen by Reuters, the gunmen killed 16 people.
the Indian Army: military | In a tweet, the Indian Army said two terrorists had been killed.
Ignazio Cassis: government |
    Fifty-one people were killed, Mayor Ignazio Cassis said, adding that 40 more had been hurt.
Levies officials: police | Sixteen labourers were gunned down, said Levies officials.
Family members: witness | Family members said the army killed four of their relatives on Friday.
Luis Navarro: military |
    The Colombian army's chief, General Luis Navarro, denied that soldiers had killed eight children.
communications office: government |
    On Sunday the Oromia regional government's communications office said that gunmen killed 338 people.
Hamas: armed_group | In a statement, Hamas said two of its members were killed.
Press TV: media > a Houthi official: armed_group |
    Tehran-based Press TV, quoting a Houthi official, put the toll at 40.
Premium Times: media > Sources: other | Sources told Premium Times that the terrorists killed 13 people.
Daily Trust: media > Hauwa Musa: witness |
    An eyewitness, Hauwa Musa, told Daily Trust that 15 people were burnt alive.
- | The Nation learnt that six persons were killed.
Abubakar Sadiq: police |
    The police public relations officer, DSP Abubakar Sadiq, confirmed the death of three persons.
Survivors: witness | Survivors recounted how 20 passengers were shot dead.
The Guardian: media > aid workers: ngo | The Guardian was told by aid workers that 120 civilians had died.
Human Rights Watch: ngo | Human Rights Watch documented the killing of 43 villagers.
The UN: international | The UN said Thursday it had verified 11 civilian deaths.
ombudsman's office: government | Colombia's ombudsman's office reported the murder of 12 community leaders.
La Prensa: media | Honduran newspaper La Prensa said the dead numbered 37.
Linda Kane: medical |
    A spokesperson for the hospital, Linda Kane, said six patients had died and four were in critical condition.
Mike Reid: medical | Fire Chief Mike Reid said 12 people were taken to hospitals with gunshot wounds.
police: police | Mother of three killed in drive-by shooting, police say
officials: government | Five killed as gunmen storm hotel in Mogadishu - officials
security sources: security | Iraq: IS attack kills 11 soldiers, say security sources
- | Suicide bomber kills 19 in Kabul; Taliban deny role
the ministry of health: medical |
    The number of people killed has reached 57, according to the latest update from the ministry of health.
- | According to him, nine persons were killed.
Mr Bello: other | Mr Bello, a community leader, said the bandits killed 18. He added that 30 were abducted.
The two-star general: military | The two-star general, speaking in Goma, said 74 rebels died.
A security official in Sanaa and two medics: security |
    A security official in Sanaa and two medics said 35 people were killed.
- | Twenty people were killed, it said.
The Interior Ministry: government |
    The Interior Ministry said in a statement that 14 police officers were killed. It said 12 militants also died.
one aid worker in the camp: ngo | "At least 70 died," one aid worker in the camp said by telephone.
- | "We counted 28 bodies," he said.
Police: police | Police initially said three were killed but later revised the figure to five.
B'Tselem: ngo | Rights monitor B'Tselem counted 14 Palestinian deaths.
KCNA: media | KCNA, the North's official news agency, said four sailors died.
Interfax: media > the regional emergencies ministry: medical |
    Interfax cited the regional emergencies ministry as saying two people had been killed.
Ana Soto: government | The toll could rise, warned Mayor Ana Soto, who said 13 bodies had been found.
Ali Reza: media | "Seven people, all from one family, were killed", tweeted journalist Ali Reza.
The presidency in Bamako: government | The presidency in Bamako announced that 24 soldiers died.
- | Army chief Gen Asim Munir vowed revenge for the nine soldiers killed.
a Western diplomat: international | On condition of anonymity, a Western diplomat said 20 people had died in custody.
Opposition figures: other | Opposition figures allege 200 people were killed; the government denies this.
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


def rows() -> list[tuple[str, str]]:
    lines = SAID.strip().replace(" |\n    ", " | ").splitlines()
    return [(chain, text) for chain, _, text in (line.partition(" | ") for line in lines)]


@pytest.mark.parametrize(("expected", "text"), rows())
def test_who_says_it(nlp: Language, expected: str, text: str) -> None:
    doc = nlp(text)
    toll = revised(doc, find_tolls(doc))[0]
    chain = chain_of(doc, doc[toll.start].idx, doc[toll.end - 1].idx + len(doc[toll.end - 1]))
    wanted = [tuple(link.rsplit(": ", 1)) for link in expected.split(" > ")] if expected != "-" else []
    assert len(chain) == len(wanted), chain
    for source, (words, kind) in zip(chain, wanted, strict=True):
        assert alike(source.text, words), chain
        assert source.kind == kind, chain


@pytest.mark.parametrize(
    "text",
    [
        "12:10: Police say 22 people died. IS says a soldier of the caliphate did it. They can't confirm the claim.",
        "The army said nine people died. The authenticity of the claim of responsibility could not be verified.",
    ],
)
def test_doubt_of_who_did_it_is_no_doubt_of_the_dead(nlp: Language, text: str) -> None:
    from variorum.annotate.stance import stance_of

    doc = nlp(text)
    toll = revised(doc, find_tolls(doc))[0]
    assert stance_of(doc, doc[toll.start].idx, doc[toll.end - 1].idx + 1) == "asserted"


def test_a_line_of_a_live_report_is_a_sentence_of_its_own(nlp: Language) -> None:
    doc = nlp("- Ambulance service says 59 people were hurt\n07:40: Police say 22 people died.")
    last = revised(doc, find_tolls(doc))[-1]
    at = doc[last.start].idx
    assert [source.text for source in chain_of(doc, at, at + 2)] == ["Police"]
