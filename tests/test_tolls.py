"""Which numbers are tolls, in sentences marked up by hand."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.marked import parse
from variorum.annotate import language
from variorum.claims.tolls import find_tolls
from variorum.settings import Settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


SENTENCES = [
    "[At least 12](killed 12+ police) policemen were killed when a car bomb went off outside a station in the city.",
    "Gunmen killed [five](killed 5 civilian) farmers and [two](killed 2 military) soldiers near the border.",
    "A suicide bomber killed [30](killed 30 people) people and wounded [dozens more](injured 24-99 people).",
    "[16](killed 16 police) policemen were killed and [13](injured 13 police) injured, the ministry said.",
    "The explosion left [nine](killed 9 people) dead and [40](injured 40 people) wounded.",
    "The death toll rose to [58](killed 58 people), the governor said.",
    "Officials put the death toll at [more than 100](killed 101+ people).",
    "Diplomats described the death toll as in the [dozens](killed 24-99 people).",
    "[Ten](killed 10 people) people, [three](killed 3 civilian part) of them children, died in the attack.",
    "[At least 40](killed 40+ police) policemen, including [12](killed 12 police part) officers, were killed.",
    "[No](killed 0 civilian) civilians were killed in the raid, the army said.",
    "Rebels captured [seven](captured 7 military) soldiers and took [three](captured 3 civilian) aid workers hostage.",
    "The fighting has displaced [tens of thousands](displaced 20000-99999 people) of people.",
    "[Nine](missing 9 people) people are still missing after the boat was shelled.",
    "[Six](killed 6 military) soldiers and [two dozen](killed 24 armed_group) militants were killed in the clashes.",
    "The clash left [some 20](killed_or_injured 20 people) casualties.",
    "Three of them went home, but [one](injured 1 people) remains in critical condition.",
    "Police ID [man](killed 1 people) killed in a crash of two buses",
    "The air strike killed or wounded [15](killed_or_injured 15 people) people.",
    "[Three](injured 3 people) people were taken to a nearby hospital.",
    "The army said it had killed [up to 60](killed -60 armed_group) insurgents.",
    "[A](killed 1 military) soldier was killed by a sniper.",
    "The bombardment claimed [23](killed 23 people) lives.",
    "[Scores](killed 40-99 civilian) of worshippers were shot dead as they left the mosque.",
    "Blast kills [22](killed 22 people), wounds [50](injured 50 people) at market",
    "[Four](killed 4 civilian part) children were among the [19](killed 19 people) people killed.",
    "Police held a man over the fatal shooting of [three](killed 3 civilian) farmworkers.",
    "The [double](killed 2 people) homicide shocked the town.",
    "[Soldier](killed 1 military) killed in roadside blast near border",
    "[Five](killed_or_injured 5 people) people were shot at a bar and [one](killed 1 people) died, police said.",
    # ages beside people
    "[Two](injured 2 people) men, 18 and 20, were wounded in Dover on Monday.",
    "[Two](injured 2 people) men were wounded in Dover, one 17 and the other 21, police said.",
    "Gunmen killed [three](killed 3 police) policemen, 20 militants fled.",
    "[A](killed 1 civilian) baker was shot dead in front of her three children.",
    "Officers say this [double](killed 2 people) fatal shooting was planned.",
    "The deaths of [a](killed 1 civilian) mother, [son](killed 1 civilian) and little [girl](killed 1 civilian).",
    # what only looks like it
    "The fire nearly killed three miners.",
    "Two of his neighbours died of natural causes.",
    "The clerks, both 23-years-old, lived in Dover, where a fatal fight began.",
    "A teller, who was 12 or 13 years old, told of the deadly raid.",
    "[A](killed 1 civilian) guest was shot dead. [Two](injured 2 people) others sustained non-fatal wounds.",
    "Police have executed 11 search warrants since [a](killed 1 civilian) baker was killed.",
    "Four men were charged with the attempted murders of six drivers.",
    "He died as he and five other boys hung out near a quarry.",
    "A man was charged in the death of [a](killed 1 civilian) boy, 3.",
    "He was arraigned on nine counts Monday, the murder of [a](killed 1 civilian) baker among them.",
    "Police called the death of Ana, three (pictured), no accident.",
    "The uncle of the two sisters died of a stroke long before the raid.",
    "A pair of cousins playing with a gun left [one](killed 1 civilian) of them dead.",
    "The shooting that killed [a](killed 1 civilian) girl was shown on Channel 9 and on WXYZ 7 News.",
    # whom people bury, hold, take away or lose
    "Villagers said they had buried [17](killed 17 people) people.",
    "The navy admitted the loss of [six](killed 6 military) marines in the raid.",
    "The clan is holding [11](captured 11 civilian) herders and has led away [four](captured 4 civilian) girls.",
    "[Two](captured 2 armed_group) men are being held by police in connection with the murder.",
    # of whom the casualty word is not said again
    "The mayor said [31](killed 31 people) people died at the harbour and [nine](killed 9 people) in the old town.",
    "[Twenty](captured 20 people) people were taken hostage and seven were later freed.",
    "San Juan, 20 Nov 89 -- [seven](killed 7 civilian) peasants were taken from their homes and shot on Monday.",
    # remarks between people and what happened to them
    "The raid left [12](injured 12 people) people, including [three](injured 3 police part) constables, injured.",
    "[Four](injured 4 police part) cops among [15](injured 15 people) injured in clash",
    "There are [no](killed_or_injured 0 people) immediate reports of casualties and no arrest warrants.",
    "Explosion Wounds [4](injured 4 civilian) Boys, Police Say",
    "[A](injured 1 people) man remains in a critical but stable condition after the knife attack.",
    # who they are by what happened to them, and by the whole
    "[Nine](killed 9 civilian) inmates died in the riot; police arrested [a](captured 1 armed_group) woman.",
    "The raid killed [40](killed 40 armed_group) bandits, including [two](killed 2 armed_group part) of their leaders.",
    "[Ten](killed 10 armed_group) rebels, [15](killed 15 civilian) shoppers were killed, [60](injured 60 people) hurt.",
    # whom a noun means, listed or not
    "The mine blast killed [eight](killed 8 civilian) glaciologists and [two](killed 2 civilian) stonecutters.",
    "[Three](killed 3 official) government officials and [a](killed 1 police) police official were shot dead.",
    "[Nine](killed 9 military) members of the presidential guard were killed in the ambush.",
    "[Six](killed 6 civilian) members of one family were killed when the roof came down in the shelling.",
    "The strike killed [an](killed 1 armed_group) intelligence officer for Boko Haram.",
    "[Two](killed 2 people) Angolans and [a](killed 1 people) Dane were killed in the blast.",
    "The rebels kidnapped [four](captured 4 civilian) Norwegians near the border.",
    "Police arrested [two](captured 2 armed_group) men; soldiers seized [hundreds](captured 200-999 people) of people.",
    "[Two](killed 2 civilian) children were killed and [dozens more](injured 24-99 people) were injured.",
    "[Two](killed 2 police) constables were killed and [five](injured 5 police) were wounded.",
    "There were [no](killed_or_injured 0 military) casualties among the soldiers.",
    "Gunmen killed [two](killed 2 police) policemen and wounded [five](injured 5 police) others.",
    "The number of reporters killed rose to [97](killed 97 civilian).",
    # outcomes that other words than the nearest decide
    "Police fatally shot [a](killed 1 people) man.",
    "[Nearly 900](displaced ~900 people) people were forced to flee their homes.",
    "The court sentenced four men to death.",
    "She was one of [12](killed 12 people) people killed in the blast.",
    "[Four](injured 4 civilian) women were hurt, the council and two residents said.",
    # which service or group the names of forces tell
    "[Two](killed 2 security) BSF jawans and [a](killed 1 police) Guardia Civil officer were killed.",
    "[Three](killed 3 police) OMON officers and [two](killed 2 security) Shin Bet agents were killed.",
    "[Four](killed 4 military) Peshmerga fighters and [two](killed 2 security) Basij members died in the blast.",
    "[An](killed 1 armed_group) IRA volunteer was killed when his bomb went off early.",
    "[Forty](killed 40 armed_group) Tamil Tigers were killed.",
    "[Nine](killed 9 armed_group) members of a self-defence group were killed.",
    "[Two](injured 2 security) Kenya Wildlife Service rangers were wounded.",
    "[A](killed 1 official) village chief and [an](killed 1 official) Awami League leader were shot dead.",
    "[Two](killed 2 official) consular employees and [four](killed 4 civilian) temple-goers were killed.",
    "Commandos shot dead [two](killed 2 armed_group) hostage-takers.",
    "[Five](killed 5 civilian) of a family were shot dead; [four](killed 4 people) lives were lost at sea.",
    "Pirates kidnapped [two](captured 2 civilian) French nationals.",
    # who attacked, who was at work, and whose people they were
    "Police shot dead [a](killed 1 armed_group) man who had tried to stab a guard.",
    "[Two](killed 2 armed_group) men, both armed with rifles, were killed by guards.",
    "[A](killed 1 armed_group) woman was shot dead after she attacked the guards with a knife.",
    "[Two](killed 2 armed_group) youths died when the device they were making went off.",
    "A gunman killed [two](killed 2 people) men before he attacked a bus.",
    "[Four](killed 4 civilian) men working on the road were shot dead.",
    "Hezbollah announced the death of [three](killed 3 armed_group) of its members.",
    "The army lost [nine](killed 9 military) men, rebels lost [40](killed 40 armed_group) fighters.",
    "The army and the rebels suffered [20](killed_or_injured 20 people) casualties.",
    "Police fired on the protesters, killing [six](killed 6 civilian).",
    "Rebels killed [one](killed 1 civilian) civilian and wounded [two](injured 2 civilian).",
    "Soldiers killed [one](killed 1 armed_group) trafficker and arrested [two](captured 2 armed_group) last week.",
    'The army said [15](killed 15 armed_group) "terrorists" had been killed.',
    "[Seven](killed 7 civilian) displaced people were killed in the camp.",
    "[A](killed 1 civilian) four-year-old was killed.",
    "[Five](injured 5 people) patients with gunshot wounds were taken to hospital.",
    "It was not known whether any children were killed.",
    "Killed were [two](killed 2 civilian) farmers and [a](killed 1 civilian) teacher.",
    "[Eight](killed 8 people) died and [thousands](displaced 2000-9999 people) fled as gang warfare rocked the slum.",
    "Restaurant bomb kills [nine](killed 9 people) - newspaper",
    # mere nationality says no more than that they were people
    "[Two](killed 2 people) Turkish nationals were killed.",
    "[Three](killed 3 people) Omanis and [two](killed 2 people part) Kenyans were among [20](killed 20 people) dead.",
    # who people were, beside them
    "[Nine](injured 9 people) people were injured, including [two](injured 2 civilian part) Chadian first responders.",
    "[Six](injured 6 people) people were hurt. [One](killed 1 civilian part) of them, a nine-year-old boy, died later.",
    "[Four](killed 4 civilian) killed in dawn airstrike were emergency workers, the ministry says",
    "The state executed [three](killed 3 armed_group) men convicted of plotting a knife attack.",
    "[Seven](killed 7 armed_group) Malians working with rebel groups were killed.",
    "[At least 40](killed 40+ armed_group) members of the peasant defense patrol died in a clash.",
    "[Five](killed 5 security) members of the government forces were killed.",
    "[Two](killed 2 civilian) party militants were shot dead by soldiers.",
    "[10](killed 10 people) died. [Two](killed 2 civilian part) were cooks, [one](killed 1 security part) was a guard.",
    "They murdered [three](killed 3 civilian) farmers in Belalcazar, [two](killed 2 civilian) in Argelia.",
    "He shot dead [22](killed 22 people) people in a restaurant.",
    "Army [officer](killed 1 military) killed in ambush",
    # missing, displaced, taken
    "[Three](missing 3 military) soldiers have not been heard from since the raid.",
    "The number of missing rose to [54](missing 54 people).",
    "The raid drove [40,000](displaced 40000 people) people from their homes.",
    "[Thousands](displaced 2000-9999 people) sought refuge in churches.",
    "Pirates hijacked a tanker with [21](captured 21 civilian) sailors on board.",
    "No arrests have been made.",
    "Gunmen slit the throats of [six](killed 6 civilian) villagers.",
    # parts of a whole
    "[Six](killed 6 police part) of the [18](killed 18 people) dead were policemen.",
    "[18](killed 18 people) people, [six](killed 6 police part) police and [12](killed 12 civilian part) cooks, died.",
    "[Three](injured 3 police part) of the [nine](injured 9 police) wounded officers are in a critical condition.",
    "[A](killed 1 police part) policeman was among the [three](killed 3 people) dead.",
    "[12](killed 12 people) died, [ten](killed 10 civilian part) of them nurses and [two](killed 2 police part) cops.",
    "[12](killed 12 armed_group) militants were killed, [five](killed 5 armed_group part) of them foreigners.",
    "[At least 30](killed 30+ people) people, including [four](killed 4 police part) police officers, were killed.",
    "[Two](killed 2 people) died: [a](killed 1 civilian part) woman and [a](killed 1 civilian part) boy.",
    "[Six](killed 6 people) people were killed, [two](killed 2 civilian part) children among them.",
    "[Four](killed 4 civilian part) nurses were among the [12](killed 12 people) people killed in the blast.",
    "[Three](injured 3 people) people were hurt, [one](injured 1 people part) in critical condition.",
    "[Three](killed 3 police) policemen and [two](killed 2 civilian) cooks were among the dead.",
    "[Five](killed 5 military) soldiers, [two](killed 2 military part) of them officers, were killed.",
    "Of the [40](killed 40 people) people killed, [15](killed 15 civilian part) were pupils.",
    "[Six](killed 6 people) died; it killed [two](killed 2 civilian part) cooks, [four](killed 4 people part) men.",
    # ages that stand for people, and people whom a bullet reached
    "[A](killed 1 people) 17-year-old was shot and killed on the east side.",
    "[Two](injured 2 people) 19-year-olds were stabbed outside a takeaway.",
    "[Two](injured 2 people) 16-year-old males were shot as they left the fair.",
    "[A](injured 1 civilian) 6-year-old girl was grazed by a bullet.",
    "[A](injured 1 people) man was hit in the leg.",
    "[An](injured 1 people) 18-year-old was struck by gunfire and taken to hospital.",
    "They found [a](injured 1 people) 23-year-old man with a gunshot wound to the back.",
    # headlines without verbs
    "[4](injured 4 people) shot in north Omaha; suspects sought",
    "[Woman](killed 1 civilian) fatally shot in parked car",
    "[Teen](killed 1 civilian) shot, killed at bus stop",
    "[Two](killed 2 people) dead, [one](injured 1 people) critical after shooting",
    "[More than 80](killed 81+ civilian) civilians killed [300](injured 300 civilian) injured in shelling",
    "[Third](killed 1 people) victim of mall shooting dies",
    # who died of it
    "[Four](killed_or_injured 4 people) people were shot, [one](killed 1 people part) fatally, outside a bar.",
    "[Two](killed 2 civilian) children injured by a mine have died.",
    "[Three](killed 3 official) judges were kidnapped and later killed.",
    "[Two more](killed 2 people) succumbed to their injuries, bringing the total to [nine](killed 9 people).",
    "[A](killed 1 people) man suffered multiple fatal wounds.",
    # who of them died, and who lives
    "[One](killed 1 people) of the [seven](injured 7 people) people wounded at the ferry has died.",
    "The shelling left [two](killed 2 people) dead and [six](injured 6 people) others in critical condition.",
    "The mine killed [a](killed 1 military) soldier and [three](injured 3 military) others were badly wounded.",
    "They found [four](killed 4 armed_group) dead rebels and three unharmed cooks in the hut.",
    # lists
    "The dead included [four](killed 4 civilian) women and [six](killed 6 civilian) children.",
    "Among the [126](killed 126 people) killed were [68](killed 68 civilian part) children.",
    "Among those killed was [a](killed 1 civilian) 12-year-old girl.",
    "The gunmen killed [a](killed 1 police) policeman, [a](killed 1 military) soldier and [a](killed 1 civilian) cook.",
    "[Five](killed 5 military) soldiers, [one](killed 1 military part) of them a colonel, were killed.",
    "[Nine](killed 9 people) died, including [two](killed 2 civilian part) boys, and [60](injured 60 people) wounded.",
    "In a clash at San Pedro, Sonsonate, [a](killed 1 military) soldier was killed.",
    # whom a count means
    "The group said it had killed [22](killed 22 military) soldiers and captured [four](captured 4 military).",
    "The army inflicted [12](killed_or_injured 12 armed_group) casualties on the rebels.",
    "[Three](killed 3 armed_group) fighters from the northern battalions were killed.",
    "The blast did not cause [any](killed_or_injured 0 people) casualties.",
    "Killing and wounding [dozens](killed_or_injured 24-99 people), the blast shook the town.",
    # headlines, datelines and outlets that run into the text
    "(CNN)[Seven](injured 7 civilian) hikers were wounded in a shooting.",
    "Arequipa, Peru (CNN)[As many as 15](killed -15 civilian) miners were killed in the blast.",
    # what came of them later, all of them, and what is feared
    "[Two](killed 2 police) constables seized on Sunday were beaten for hours before they died.",
    "[Five](killed 5 armed_group) raiders broke into the bank and all were killed.",
    "A bus was raided, leaving [one](killed 1 people) person dead and [six](captured 6 people) others feared abducted.",
    "Also killed in the raid was [a](killed 1 civilian) nurse.",
    "The blast left [two](injured 2 military) US-led coalition soldiers injured.",
    "Shots were fired but [no](killed_or_injured 0 people) victims were reported.",
    "Omar Haddad, 61, one of [two](killed 2 civilian) farmers shot to death on Sunday, was buried.",
    # no tolls
    "[Eight](injured 8 police) constables were hurt, none seriously.",
    "The mayor gave no details of casualties.",
    "The court issued arrest warrants for three men.",
    "Market attacker jailed for life",
    "Haddad, once one of the region's most feared men, was killed.",
    "[Nine](injured 9 people) people of various nationalities were injured.",
    "She left with her 4 boys when she was shot.",
    "The rebels vowed to kill ten judges.",
    "He has three children, and was killed by a sniper.",
    "6 year-old [girl](killed 1 civilian) dies after fall",
    "He killed his uncle Tomas Bell, 50; then he fled.",
    "Police went to Long Lane after a 911 call that said nothing of a killing.",
    "Ana Vidal, three, was shot dead in her home.",
    "A guard pulled out a gun and shot [four](injured 4 people) people, who are recovering.",
    "Police look for two in the shooting death of Ana Vidal.",
    "The victim, a mother of two, was shot dead at the 2500 block of Oak Street shortly before 1 p.m.",
    "He lived at 1840 West Palma Drive, where he was killed.",
    "The soldiers rescued 14 hostages.",
    "He got 40 to life for the murder of his wife.",
    "Victims aged between 20 and 37 were shot.",
    "The embassy will fly out 20 citizens whose lives are in danger.",
    "The none-too-bright burglar was arrested in his 20’s.",
    "Nobody agrees on how many people were killed there on April 16 and 17.",
    "The villagers were killed from 3 to 5 May.",
    "About 200 gunmen attacked the village at dawn.",
    "The 34-year-old had served three years in the army.",
    "The group has 5,000 fighters and three bases.",
    "Soldiers were killed in the attack.",
    "The rebels seized two towns and four tanks.",
    "Fourteen houses were destroyed in the shelling.",
]


BESIDE_OTHERS = [
    "A car bomb left [14](killed 14 civilian) passengers dead and [another 27](injured 27 civilian) with injuries.",
    "The shooting left [one](killed 1 people) dead and [four](injured 4 people) in hospital.",
    "The attack left [three](killed 3 people) dead and [12](injured 12 people) in critical condition.",
    "Raiders killed [ten](killed 10 people) in hospital wards.",
    "The strike killed [a](killed 1 military) senior commander along with [two](killed 2 official) aides.",
    "[Four](killed 4 people) people died at the scene and [a fifth](killed 1 people) died in hospital.",
    "[Five](killed_or_injured 5 people) people were shot, [two](killed 2 people part) of them fatally.",
    "A mine killed [ten](killed 10 military) jawans and the driver of their lorry.",
    "[One](killed 1 military) soldier was killed and [three](injured 3 military) sustained injuries.",
    "[Four](killed 4 armed_group) of the five attackers were killed.",
    "[None](injured 0 civilian) of the 40 passengers was hurt.",
    "A third of the [90](killed 90 people) dead were women.",
    "The attackers, [12](killed 12 armed_group) in all, were killed.",
    "[Twelve](killed 12 armed_group) members of a militia were killed in an attack.",
    "[Eight](killed 8 civilian) prison inmates were killed.",
    "[Two](killed 2 civilian) supporters of the president were killed.",
    "The ministry said [48](killed 48 people) people had been killed in a day and [201](injured 201 people) wounded.",
]


VICTIMS_TOLD_OF_BEFORE = [
    "[Nine](killed 9 people) people died. [Two](killed 2 military part) were soldiers.",
    "[Nine](killed 9 people) people died. [Two](killed 2 civilian part) of them were children.",
    "[Nine](injured 9 people) people were hurt. [Two](injured 2 people part) are in a critical condition.",
    "Four gunmen attacked the hotel. All [four](killed 4 armed_group) were killed.",
    "[Six](injured 6 security) prison officers were hurt. The [six](injured 6 security) officers were stabbed.",
    "Gunmen killed [three](killed 3 people) men. The victims were [two](killed 2 civilian part) cooks.",
    "A blast killed [ten](killed 10 people) people. [Two](killed 2 people part) Danes were among the victims.",
    "A blast killed [ten](killed 10 people) people. One of the victims had posted a video.",
    "The [19](injured 19 people) wounded went home. The six residents were not injured.",
]

HEADLINES = [
    "[Fisherman](killed 1 civilian) shot dead on pier.\n\nA boat drifted ashore.",
    "Death toll in mine attack up to [26](killed 26 people)",
]


@pytest.mark.parametrize("marked", [*SENTENCES, *BESIDE_OTHERS, *VICTIMS_TOLD_OF_BEFORE, *HEADLINES])
def test_tolls_of_a_sentence(nlp: Language, marked: str) -> None:
    text, expected = parse(marked)
    doc = nlp(text)
    got = [
        (
            doc[d.start : d.end].text,
            doc[d.start].idx,
            str(d.outcome),
            d.count.low,
            d.count.high,
            str(d.category),
            d.part_of is not None,
        )
        for d in find_tolls(doc)
    ]
    assert got == [(e.quote, e.start, e.outcome, e.low, e.high, e.category, e.part) for e in expected]
