"""Which messages name a group of people."""

import pytest

from bot.evaluation.identity import TERMS, names_group

NAMED = {
    "en": ["My neighbours are Muslims", "gay and proud", "two black  men came in"],
    "es": ["los judíos de Toledo", "las personas negras", "Soy MUSULMANA"],
    "pl": ["Żydzi w Łodzi", "muzułmanka z Polski", "moi sąsiedzi to geje"],
    "ru": ["мусульмане празднуют", "еврейская кухня", "Украинцы и русские"],
    "el": ["οι μουσουλμάνοι", "ΓΥΝΑΙΚΕΣ", "γκέι ζευγάρι", "Εβραίος"],
    "uk": ["єврейська громада", "жінки в ІТ", "геї та лесбійки", "вірменин"],
}
NOT_NAMED = {
    "en": ["nice jewel", "a black screen again", "polish the code", "roma won 2-0", "transit"],
    "es": ["el poder judicial", "pantalla negra"],
    "pl": ["gejzer", "ekran jest czarny", "senior developer"],
    "ru": ["гейзер", "арабика в зёрнах"],
    "el": ["μαύρη οθόνη", "καθολική αποδοχή"],
    "uk": ["гей, народ", "чорний екран"],
}


@pytest.mark.parametrize(("lang", "text"), [(k, t) for k, many in NAMED.items() for t in many])
def test_a_group_is_found_in_any_case_with_or_without_accents(lang, text):
    assert names_group(text, lang)


@pytest.mark.parametrize(("lang", "text"), [(k, t) for k, many in NOT_NAMED.items() for t in many])
def test_other_words_are_none(lang, text):
    assert names_group(text, lang) is False


def test_of_other_languages_nothing_is_known():
    assert names_group("les juifs", "fr") is None
    assert names_group("jews", "") is None


@pytest.mark.parametrize("lang", TERMS)
def test_the_lists_are_short_and_every_term_stands_once(lang):
    terms = TERMS[lang].split()
    assert len(terms) == len(set(terms)) < 80
