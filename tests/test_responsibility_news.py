"""Who did it, in the phrasings of news English: one sentence a line, with the mode and the actor that it says."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.annotate.responsibility import alike
from variorum.pipeline import read

SAID = """
claimed | Taliban | Taliban spokesman Qari Rahim claimed responsibility for the blast, which killed nine.
claimed | Taliban | Qari Rahim, a purported Taliban spokesman, claimed the ambush that killed nine policemen.
claimed | Taliban | Qari Rahim, who speaks for the Taliban, took responsibility for the bombing that killed nine.
claimed | Maoists | The Maoists owned responsibility for the ambush, in which 11 policemen died.
attributed | New People's Army | Police said the New People's Army was responsible for the ambush that killed six.
attributed | Taliban | Officials said Taliban fighters ambushed the convoy, killing five policemen.
attributed | Islamic State | The bombing that killed nine was the work of the Islamic State, the minister said.
attributed | Peter Lowell | Peter Lowell opened fire in the canteen, killing three colleagues, police said.
suspected | Peter Lowell | Peter Lowell allegedly opened fire in the canteen, killing three colleagues.
suspected | ETA | Suspicion immediately fell on ETA after nine people were killed.
denied | Maoists | The Maoists distanced themselves from the attack, which killed 12.
doubted | Iran | Officials have seen no evidence that Iran was involved in the attack, which killed 12.
none_claimed |  | The attack, which killed 12, has not been claimed by any group.
none_claimed |  | None of the militant groups active in the valley claimed responsibility for the deaths of six men.
suspected | Boko Haram | Suspected Boko Haram fighters killed 12 farmers in a village near Maiduguri on Tuesday.
suspected | ADF | At least nine people were hacked to death by suspected ADF rebels in Beni on Monday.
suspected | Maoists | Eleven policemen died when suspected Maoists blew up their jeep in Chhattisgarh on Sunday.
suspected | al-Qaeda | Suspected al-Qaeda gunmen shot dead three soldiers in Abyan on Friday.
suspected | Taliban | Five teachers were killed in Kandahar in an attack blamed on the Taliban.
suspected | Taliban | The government has accused the Taliban of carrying out the bombing that killed ten.
suspected | PKK | The minister said the PKK was believed to be behind the car bombing, which killed 13 soldiers.
suspected | Islamic State | Suspicion immediately turned to the Islamic State for the blast that killed 41 people.
suspected | Islamic State | The killings of 20 men had all the hallmarks of an Islamic State attack.
suspected | ELN | Authorities said they suspected ELN rebels in the attack that killed three policemen.
suspected | LTTE | A suicide bomber suspected to be from the LTTE killed the minister and 12 others.
suspected | Lashkar-e-Taiba | Police said the gunmen, suspected members of Lashkar-e-Taiba, killed three soldiers.
suspected | Boko Haram | Gunmen thought to be from Boko Haram abducted 30 schoolgirls on Friday.
suspected | ETA | The minister said all the evidence pointed to ETA after the bombs killed 191 people.
suspected | Rapid Support Forces | The Rapid Support Forces stand accused of killing more than 100 villagers.
suspected | Boko Haram | The military said Boko Haram was likely responsible for the bombing that killed 12.
suspected | Taliban | Afghan officials have pointed to the Taliban as the culprits in the killing of two judges.
claimed | Taliban | Taliban spokesman Zabihullah Mujahid said the group's fighters had killed nine soldiers.
claimed | Tehrik-i-Taliban | Responsibility for the blast that killed 14 was taken by the Tehrik-i-Taliban Pakistan.
claimed | al-Shabaab | "We are behind the blast," said Abdiasis Abu Musab, al-Shabaab's spokesman; seven people died.
claimed | Nigerian army | The Nigerian army said troops killed 15 Boko Haram fighters in an ambush.
claimed | army | The army said soldiers had shot dead three militants in Rafah.
claimed | Russia's | Russia's defence ministry said its forces had killed 90 Ukrainian soldiers.
claimed | JNIM | JNIM has claimed the raid on the base, in which 32 soldiers died.
claimed | Ulster Freedom Fighters | The outlawed Ulster Freedom Fighters admitted the attack, in which seven died.
claimed | coalition | The Saudi-led coalition called the raid, which killed 50 people, a legitimate military action.
claimed | Islamic State | The Islamic State said a soldier of the caliphate had killed the two policemen.
suspected | G9 | Officials blamed the G9 alliance of former policeman Pierre Milot for the 13 deaths.
suspected | Boko Haram | Yola (Nigeria) - Suspected Boko Haram jihadists killed 11 loggers, elders told AFP.
suspected | Abu Sayyaf | Nine soldiers died in the blast. The army chief pointed to the Abu Sayyaf group.
attributed | Security forces | Security forces opened fire on marchers near the bridge, killing four, witnesses said.
none_claimed |  | It was not clear whether Chadian or Libyan jets had carried out the raid, which killed 12.
doubted | Taliban | It was unclear if the Taliban were behind the blast, which killed nine.
attributed | Russian | Eleven people have been killed in a Russian attack on the city of Kramatorsk.
attributed | Syrian government | Syrian government shelling killed nine, the Syrian Observatory for Human Rights said.
claimed | Islamic State | The Islamic State claimed responsibility for the blast that killed nine, a claim police doubt.
attributed | Saudi-led | Saudi-led air strikes killed 25 civilians in Saada on Monday.
attributed | Coalition | Coalition air strikes killed 15 civilians near Raqqa, a monitor said.
attributed | M23 | The M23 rebel group executed at least 131 civilians, according to a preliminary UN probe.
attributed | YPG | Two members of the council were killed by YPG snipers in the village of Mallouh.
attributed | ELN | Two clerks died in an attack on the council's offices in the harbour by ELN rebels.
suspected | FARC | Nine men were killed by alleged members of the 3rd Front of the FARC [Revolutionary Forces].
attributed | armed forces | The minister conceded that members of the armed forces murdered the two priests.
suspected | armed forces | The union blamed the government and the armed forces for the murder of ten workers.
suspected | death squads | Seven students were kidnapped by alleged death squads, a union said.
attributed | army | Officials said the bombing that killed four was a crude manoeuvre by the Sudanese army.
attributed | Shining Path | The union said the Shining Path was to blame for the murder of its two leaders.
suspected | Shining Path | Officials said the Shining Path is linked to this murder of two union leaders.
claimed | FPMR | Vina del Mar -- In calls, the FPMR has claimed responsibility for a bomb that hurt four children.
attributed | Sendero Luminoso | A Sendero Luminoso detachment seized the mayor and shot dead two of his guards.
attributed | Extraditables | The clandestine group Extraditables set fire to the club and killed two guards.
attributed | Shining Path | The explosion, which killed two sailors, was organized by the Shining Path.
denied | Hamas | A Hamas spokesman denied the group had fired the rocket that killed two.
denied | Israel | Israel said it did not carry out the strike that killed 50 people.
denied | army | The army dismissed as false reports that it had killed 13 farmers.
none_claimed |  | No one has said they carried out the attack, which killed 12.
none_claimed |  | The attack, which killed 12, has not been claimed.
none_claimed |  | No organisation has so far said it carried out the attack, which killed 12.
doubted | Islamic State | Officials said there was no evidence the Islamic State was behind the attack that killed 58.
doubted | Islamic State | Analysts cast doubt on the Islamic State's claim to have carried out the attack; 36 died.
doubted | Islamic State | The claim by Islamic State could not be independently verified; the attack killed 36.
doubted | Islamic State | Experts are sceptical of the Islamic State's claim of responsibility for the attack; 36 died.
claimed | al-Shabaab | The bombing that killed nine was claimed by Islamist militant group al-Shabaab on Monday.
suspected | Abu Sayyaf | The governor accused a rebel group, Abu Sayyaf, of killing nine loggers.
attributed | rebels | The rebels ambushed a bus near the river and killed nine passengers.
claimed | Peter Lowell | Peter Lowell confessed to the murder of two women in Oldbury.
denied | Peter Lowell | Peter Lowell has pleaded not guilty to the murder of two women in Oldbury.
none_claimed |  | It is not clear whether any group was behind the bombing, in which nine people died.
"""


def rows() -> list[tuple[str, str, str]]:
    split = [line.split(" | ") for line in SAID.strip().split("\n")]
    return [(mode, actor, sentence) for mode, actor, sentence in split]


@pytest.mark.parametrize(("mode", "actor", "sentence"), rows())
def test_a_sentence_says_who_did_it_and_in_which_way(mode: str, actor: str, sentence: str) -> None:
    found = [(claim.mode.value, claim.actor) for claim in read(sentence, published=date(2021, 5, 8)).responsibility]
    assert [(m, a) for m, a in found if m == mode and alike(a, actor)], found
    assert {m for m, _ in found} == {mode}


@pytest.mark.parametrize(
    "sentence",
    [
        "Army and police troops are conducting operations in the valley to find whoever killed five farmers.",
        "The army denied that guerrillas had attacked the farm, where two people died.",
        "A man accused of throwing the grenade that killed a US soldier went on trial.",
        "Officers believe that more than 30 people died in the fire.",
        "Nine fighters of the Islamic State were killed in clashes near the town.",
        "Turkish policeman shot dead in Ankara, two others wounded.",
        "Fighters arrested nine villagers whom they suspected of spying for Israel.",
        "German police said they had arrested two men in connection with the murder of a nurse.",
    ],
)
def test_who_is_named_beside_a_deed_did_not_do_it(sentence: str) -> None:
    assert read(sentence, published=date(2021, 5, 8)).responsibility == ()
