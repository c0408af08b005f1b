import inspect
import string
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bot import library, notices
from bot.app import assemble
from bot.config import Settings
from bot.library import packs, rulebook
from bot.model import Action, Conversation, Effect, Member, Message
from bot.notices import LANGUAGES, Notices
from tests.rulebook.build import rulebook as book

AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
KINDS = ("nudge", "breathe", "warn", "withdrawn", "alert")
POLICIES = {"respect": ("Be fair", "Ideas, not people."), "calm": ("Slow down", "Sleep on it.")}
DURATIONS = {
    "en": ("1 minute", "30 minutes", "1 hour and 30 minutes", "1 day", "1 day and 2 hours"),
    "es": ("1 minuto", "30 minutos", "1 hora y 30 minutos", "1 día", "1 día y 2 horas"),
    "pl": ("1 minuta", "30 minut", "1 godzina i 30 minut", "1 dzień", "1 dzień i 2 godziny"),
    "ru": ("1 минута", "30 минут", "1 час и 30 минут", "1 день", "1 день и 2 часа"),
    "el": ("1 λεπτό", "30 λεπτά", "1 ώρα και 30 λεπτά", "1 ημέρα", "1 ημέρα και 2 ώρες"),
    "uk": ("1 хвилина", "30 хвилин", "1 година і 30 хвилин", "1 день", "1 день і 2 години"),
}
SECONDS = (60, 1800, 5400, 86400, 93600)


def effect(lang="en", *, policies=("respect",), place="", text="the words themselves", **options):
    where = Conversation("sandbox", "hearth", "general", place)
    message = Message("m1", where, Member("sandbox", "hearth", "ann"), text, AT)
    action = Action("warn", options)
    return Effect("c7/m1/warn", 7, action, message, AT, AT, policies=policies, lang=lang)


def written(kind, lang="en", *, timezone="UTC", about=POLICIES, **kw):
    return Notices(about, timezone=timezone).write(kind, effect(lang, **kw))


def catalogue(*path):
    data = files("bot").joinpath("locale", *path).read_bytes()
    return {m.id: m for m in read_po(BytesIO(data)) if m.id}


def template():
    return catalogue("notices.pot")


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_six_languages_are_spoken():
    assert set(LANGUAGES) == {"en", "es", "pl", "ru", "el", "uk"}


def test_the_template_holds_every_sentence_of_the_code():
    code = BytesIO(inspect.getsource(notices).encode())
    said = {text for _, _, text, _ in extract_python(code, ["say"], [], {}) if text}
    assert said
    assert said <= set(template())


def test_the_template_holds_the_packaged_policies_and_nothing_that_nobody_says():
    code = BytesIO(inspect.getsource(notices).encode())
    said = {text for _, _, text, _ in extract_python(code, ["say"], [], {}) if text}
    for policy in (policy for name in packs() for policy in rulebook(name).policies.values()):
        said |= {policy.title, policy.text}
    assert said == set(template())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_translates_every_sentence(lang):
    translated = catalogue(lang, "LC_MESSAGES", "notices.po")
    assert list(translated) == list(template())
    assert [m.id for m in translated.values() if m.fuzzy or not m.string] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_keeps_the_placeholders(lang):
    for entry in catalogue(lang, "LC_MESSAGES", "notices.po").values():
        assert fields(entry.string) == fields(entry.id), entry.id


@pytest.mark.parametrize("lang", set(LANGUAGES) - {"en"})
def test_no_sentence_is_left_in_english(lang):
    same = [m.id for m in catalogue(lang, "LC_MESSAGES", "notices.po").values() if m.id == m.string]
    assert same == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_reads_well_in_every_language(lang, kind):
    text = written(kind, lang, place="general", removed=True, muted=1800)
    assert text.strip()
    assert "{" not in text
    assert "\n\n" not in text
    assert all(line == line.strip() for line in text.splitlines())


@pytest.mark.parametrize("lang", DURATIONS)
def test_durations_are_exact_and_grammatical(lang):
    for seconds, said in zip(SECONDS, DURATIONS[lang], strict=True):
        assert f": {said}." in written("warn", lang, muted=seconds)


def test_a_duration_is_never_rounded():
    text = written("warn", muted=86400 + 2 * 3600 + 31 * 60 + 5)
    assert "1 day, 2 hours, 31 minutes, and 5 seconds" in text


def test_a_warning_says_what_which_policy_what_next_and_how_to_object():
    lines = written("warn", removed=True).splitlines()
    assert lines == [
        "Your message was removed.",
        "Our policy “Be fair”: Ideas, not people.",
        "Nothing else happens for now, and with time this fades. "
        "If it happens again, you may be unable to write for a while.",
        "If you think this is a mistake, tell the moderators: a person will look at it.",
    ]


def test_a_warning_beside_a_call_for_people_says_that_they_will_look():
    text = written("warn", called=True)
    assert "The moderators will look at it." in text
    assert "Nothing else happens" not in text


@pytest.mark.parametrize("kind", ["nudge", "warn", "withdrawn", "alert"])
def test_what_may_be_read_elsewhere_says_where_it_happened(kind):
    assert written(kind, place="garden").startswith("garden · ")
    assert not written(kind).startswith(" ")


def test_a_warning_claims_no_removal_and_no_pause_that_did_not_happen():
    text = written("warn", removed=False, muted=0)
    assert "removed" not in text
    assert "Until" not in text
    assert "Duration" not in text


def test_every_broken_policy_is_told():
    text = written("warn", policies=("respect", "calm"))
    assert "“Be fair”" in text
    assert "“Slow down”" in text


def test_a_policy_that_the_rulebook_lost_is_left_out():
    assert "Our policy" not in written("warn", policies=("gone",))


def test_the_end_of_a_pause_needs_no_date_on_the_same_day():
    assert "Until: 12:30 (UTC)." in written("warn", muted=1800)


def test_the_end_of_a_pause_has_its_date_on_another_day():
    assert "Until: January 16, 14:00 (UTC)." in written("warn", muted=93600)
    assert "До: 16 января, 14:00 (UTC)." in written("warn", "ru", muted=93600)


def test_the_day_and_the_hour_are_the_communitys_own():
    late = written("warn", timezone="Asia/Tokyo", muted=3 * 3600)
    assert "Until: January 16, 00:00 (Asia/Tokyo)." in late


def test_the_end_of_a_pause_counts_real_hours_when_the_clocks_change():
    before = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    pause = effect(muted=2 * 3600)
    spring = Effect("k", 7, pause.action, pause.message, before, before, lang="en")
    text = Notices({}, timezone="Europe/Warsaw").write("warn", spring)
    assert "Until: 03:30 (Europe/Warsaw)." in text


@pytest.mark.parametrize("kind", ["nudge", "breathe"])
def test_a_friendly_word_threatens_nothing(kind):
    text = written(kind, removed=True, muted=1800)
    assert "removed" not in text
    assert "cannot write" not in text


def test_the_word_to_everyone_names_nobody_and_no_policy():
    text = written("breathe", place="general")
    assert not any(word in text for word in ("ann", "general", "Be fair"))


def test_a_withdrawn_warning_no_longer_counts_and_gives_the_voice_back():
    assert "no longer counts" in written("withdrawn")
    assert "write again" not in written("withdrawn")
    assert "write again" in written("withdrawn", muted=60)


def test_managers_are_told_case_place_and_policies_in_their_own_language():
    text = written("alert", "ru", place="general", policies=("respect", "calm"))
    assert text == "general · Case 7 needs a look.\nBe fair, Slow down"


def test_managers_may_have_another_language_than_english():
    assert "Sprawa 7" in Notices({}, fallback="pl").write("alert", effect("ru"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_notice_repeats_the_message(kind):
    text = written(kind, text="xyzzy plugh", removed=True, muted=60)
    assert "xyzzy" not in text


@pytest.mark.parametrize("lang", [None, "", "xx", "klingon"])
def test_an_unknown_language_falls_back(lang):
    assert "Your message was removed." in written("warn", lang, removed=True)


@pytest.mark.parametrize("lang", ["uk-UA", "uk_UA", "UK"])
def test_a_regional_variety_is_the_language(lang):
    assert "Твоє повідомлення видалено." in written("warn", lang, removed=True)


def test_the_packaged_policies_are_translated_and_others_stand_as_written():
    packaged = {"calm": ("Keep it cool", "Mind the cat.")}
    text = written("nudge", "pl", policies=("calm",), about=packaged)
    assert "„Na spokojnie”: Mind the cat." in text


@pytest.mark.parametrize("made", [{"fallback": "xx"}, {"timezone": "Mars/Olympus"}])
def test_a_language_or_time_zone_that_does_not_exist_is_refused_at_once(made):
    with pytest.raises(LookupError):
        Notices({}, **made)


@pytest.mark.parametrize(
    ("given", "zone"), [({"timezone": "Asia/Tokyo"}, "Asia/Tokyo"), ({}, "UTC")]
)
def test_the_bot_speaks_by_the_clock_of_the_rulebook_in_force(given, zone):
    app = assemble(Settings(), library.rulebook("default", "Europe/Athens"), None, None, [])
    pause = effect(muted=1800)
    assert "14:30 (Europe/Athens)" in app.pipeline.enforcement.notices.write("warn", pause)
    app.put_in_force(book({}, **given))
    assert f":30 ({zone})" in app.pipeline.enforcement.notices.write("warn", pause)


@given(
    kind=st.sampled_from(KINDS),
    lang=st.sampled_from(LANGUAGES),
    muted=st.integers(0, 28 * 86400),
    title=st.text(),
    words=st.text(),
    place=st.text(),
)
def test_any_words_and_any_duration_can_be_written(kind, lang, muted, title, words, place):
    about = {"respect": (title, words)}
    text = written(kind, lang, about=about, place=place, muted=muted, removed=True)
    assert text
    assert kind != "warn" or words in text or words in template()


@given(words=st.sampled_from(["{}", "{title}", "{0.__class__}", "%s", "{", "}}"]))
def test_braces_in_a_policy_stay_braces(words):
    assert f"“{words}”: {words}" in written("nudge", about={"respect": (words, words)})


def own(text, kind="warn", policy="respect", lang="en", **options):
    """What a member reads where a community has words of its own."""
    notices = Notices(POLICIES, own={policy: {kind: text}})
    return notices.write("warn", effect(lang, **options))


def test_a_communitys_own_words_come_before_ours():
    text = own({"": "{member}, we ask for “{policy}” in {place}."}, place="general")
    assert text.splitlines() == [
        "ann, we ask for “Be fair” in general.",
        "If you think this is a mistake, tell the moderators: a person will look at it.",
    ]


def test_a_notice_always_says_until_when_and_how_to_object():
    text = own({"": "No."}, kind="mute", muted=1800)
    assert "12:30 (UTC)" in text
    assert "30 minutes" in text
    assert "tell the moderators" in text
    placed = own({"": "Until {until}, for {duration}. {appeal}"}, kind="mute", muted=1800)
    assert placed == (
        "Until 12:30 (UTC), for 30 minutes. "
        "If you think this is a mistake, tell the moderators: a person will look at it."
    )


@pytest.mark.parametrize("text", ["{{until}} {{appeal}}", "{{until", "{{{member}}} {{appeal}}"])
def test_braces_that_are_shown_stand_for_nothing(text):
    first, pause, appeal = own({"": text}, kind="mute", muted=1800).splitlines()
    assert first == text.format(member="ann")
    assert "12:30 (UTC)" in pause
    assert "tell the moderators" in appeal


def test_own_words_for_what_is_taken_back_say_that_one_can_write_again():
    notices = Notices(POLICIES, own={"": {"withdrawn": {"": "Sorry{until}."}}})
    assert notices.write("withdrawn", effect()) == "Sorry."
    assert notices.write("withdrawn", effect(muted=1800)) == "Sorry.\nYou can write again."


def test_own_words_are_taken_in_the_members_language_if_there_are_any():
    texts = {"pl": "Spokojnie.", "en": "Calm down."}
    assert own(texts, lang="pl").startswith("Spokojnie.")
    assert own(texts, lang="ru").startswith("Calm down.")
    assert "Be fair" in own({"pl": "Spokojnie."}, lang="ru"), "ours where there is none"


@pytest.mark.parametrize(
    ("options", "said"),
    [({"muted": 60}, "mute"), ({"removed": True}, "delete"), ({}, "warn")],
)
def test_a_warning_is_worded_by_what_was_done(options, said):
    texts = {kind: {"": f"about a {kind}"} for kind in ("warn", "delete", "mute")}
    notices = Notices(POLICIES, own={"": texts})
    assert notices.write("warn", effect(**options)).startswith(f"about a {said}")


def test_the_words_for_a_policy_come_before_those_for_all():
    texts = {"": {"warn": {"": "all"}}, "calm": {"warn": {"": "calm"}}}
    notices = Notices(POLICIES, own=texts)
    assert notices.write("warn", effect(policies=("calm",))).startswith("calm")
    assert notices.write("warn", effect(policies=("respect",))).startswith("all")


def test_a_community_translates_its_own_policies():
    notices = Notices(POLICIES, translations={"pl": {"Be fair": "Bądź w porządku"}})
    assert "„Bądź w porządku”" in notices.write("warn", effect("pl"))
    assert "Be fair" in notices.write("warn", effect("en"))
