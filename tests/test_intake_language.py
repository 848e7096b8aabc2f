"""Which texts are refused for their language, and which are not."""

from __future__ import annotations

import pytest

from variorum.intake.language import UNKNOWN, foreign_language, language_name

FOREIGN = {
    "es": "Al menos once personas murieron el lunes al estallar un camión bomba frente a un mercado, dijo ayer.",
    "fr": "Onze personnes sont mortes lundi dans l'explosion d'un camion piégé devant un marché, selon le gouverneur.",
    "de": "Elf Menschen sind am Montag gestorben, als vor einem Markt ein Lastwagen explodierte, sagte der Gouverneur.",
    "pt": "Onze pessoas morreram na segunda-feira quando um caminhão explodiu diante de um mercado, disse o governo.",
    "tr": "Pazartesi günü bir pazarın önünde bomba yüklü bir kamyonun patlaması sonucu on bir kişi öldü, dedi vali.",
    "ru": "Одиннадцать человек погибли в понедельник, когда у рынка взорвался грузовик, сообщил губернатор области.",
    "ar": "قتل أحد عشر شخصا يوم الاثنين عندما انفجرت شاحنة مفخخة أمام سوق للحبوب، بحسب ما قال المحافظ للصحفيين.",
    "hi": "राज्यपाल ने कहा कि सोमवार को अनाज मंडी के बाहर ट्रक बम फटने से ग्यारह लोगों की मौत हो गई और तीस घायल हुए।",
    "zh": "州长说，星期一一辆卡车炸弹在粮食市场外爆炸，造成十一人死亡，约三十人受伤。"
    "目击者称爆炸时市场里挤满了人，救护车把伤者送往附近的医院。",
}

ENGLISH = (
    "Eleven people died when a lorry bomb went off outside a market on Monday, the governor said.",
    "SAN MIGUEL, 3 MAY 89 (NOTICIAS) -- [TEXT] ELEVEN PEASANTS WERE KILLED BY MEN IN LA ESPERANZA, COLONIA SAN JUAN",
    "Deir al-Bahri, al-Qusayr, Tell Brak: Muhammad Yusuf al-Hamid, Abd al-Rahman Khalid, Omar Hasan al-Ali, Yunus Aziz",
    "11 dead",
    "¡Basta!",
    "2031-05-03 11 30 45 7 8 9 " * 20,
    "",
)


@pytest.mark.parametrize("code", FOREIGN)
def test_another_language_is_recognised_in_one_sentence_and_in_capitals(code: str) -> None:
    assert foreign_language(FOREIGN[code], ("en",)) == code
    assert foreign_language(FOREIGN[code].upper(), ("en",)) == code
    assert foreign_language(FOREIGN[code], ("en", code)) is None


@pytest.mark.parametrize("text", ENGLISH)
def test_english_names_and_numbers_are_not_refused(text: str) -> None:
    assert foreign_language(text, ("en",)) is None


def test_the_body_counts_more_than_an_english_head() -> None:
    text = ENGLISH[0] + "\n\n" + f"{FOREIGN['es']}\n\n" * 100
    assert foreign_language(text, ("en",)) == "es"


def test_a_language_that_the_model_hardly_knows_is_still_not_english() -> None:
    hausa = (
        "Akalla mutane goma sha ɗaya ne suka mutu ranar Litinin lokacin da bam ya tashi a bakin kasuwar hatsi, in ji "
        "gwamnan jihar. Ma'aikatar harkokin cikin gida ta ce mutane tara ne suka mutu, kusan talatin kuma suka jikkata."
    )
    assert foreign_language(hausa, ("en",)) == UNKNOWN
    assert language_name(UNKNOWN) == "a language that was not recognised"


def test_languages_have_their_english_names() -> None:
    assert [language_name(code) for code in ("fr", "zh", "qqq")] == ["French", "Chinese", "qqq"]
