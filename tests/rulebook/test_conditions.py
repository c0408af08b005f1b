import pytest

from bot.rulebook.conditions import signals_of, why
from tests.rulebook.build import condition, seen

KLEENE = {True: "true", False: "false", None: "unknown"}
STATES = {True: {"reply": True}, False: {"reply": False}, None: {}}
SECOND = {True: {"newcomer": True}, False: {"newcomer": False}, None: {}}


def lesser(a, b):
    """Kleene's `and`: false before unknown before true."""
    return False if False in (a, b) else None if None in (a, b) else True


@pytest.mark.parametrize("a", KLEENE, ids=KLEENE.get)
@pytest.mark.parametrize("b", KLEENE, ids=KLEENE.get)
def test_all_any_and_not_follow_kleene(a, b):
    here = seen(**STATES[a], **SECOND[b])
    both = [{"reply": True}, {"newcomer": True}]
    assert condition({"all": both}).holds(here) is lesser(a, b)
    opposite = {True: False, False: True, None: None}
    assert condition({"any": both}).holds(here) is opposite[lesser(opposite[a], opposite[b])]
    assert condition({"not": {"reply": True}}).holds(here) is opposite[a]


def test_several_signals_in_one_mapping_mean_all_of_them():
    both = condition({"reply": True, "newcomer": True})
    assert both.holds(seen(reply=True, newcomer=True)) is True
    assert both.holds(seen(reply=True, newcomer=False)) is False


@pytest.mark.parametrize(
    ("asked", "value", "holds"),
    [
        (">= 3", 3, True),
        ("> 3", 3, False),
        ("<= 3", 3, True),
        ("< 3", 3, False),
        ("== 3", 3, True),
        ("==3", 4, False),
        ("3", 3, True),
        ("3", 4, True),
        ("3", 2, False),
        ("> 0", 0, False),
        ("== 0", 0, True),
    ],
)
def test_a_number_is_compared_and_a_bare_one_means_at_least(asked, value, holds):
    assert condition({"links": asked}).holds(seen(links=value)) is holds


@pytest.mark.parametrize(
    ("asked", "score", "holds"),
    [
        ("likely", 0.7, True),
        ("likely", 0.69, False),
        ("very likely", 0.89, False),
        ("very likely", 0.9, True),
        ("true", 0.7, True),
        ("false", 0.69, True),
        ("false", 0.7, False),
        (">= 0.3", 0.3, True),
        ("likely", None, None),
        ("false", None, None),
        (">= 0", None, None),
    ],
)
def test_a_score_is_held_against_the_models_own_thresholds(asked, score, holds):
    assert condition({"insult": asked}).holds(seen(insult=score)) is holds


def test_a_label_for_which_the_model_has_no_threshold_is_unknown():
    here = seen(insult=0.99)._replace(thresholds={"likely": {"threat": 0.5}})
    assert condition({"insult": "likely"}).holds(here) is None
    assert condition({"insult": "false"}).holds(here) is None


def test_a_language_is_one_of_a_list():
    either = condition({"language": ["pl", "ru"]})
    assert either.holds(seen(language="ru")) is True
    assert either.holds(seen(language="en")) is False
    assert either.holds(seen()) is None


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("идиот", "Ты ИДИОТ, и всё", True),
        ("идиот", "идиотский вопрос", False),
        ("μαλάκας", "είσαι ΜΑΛΆΚΑΣ!", True),
        ("idiot", "idiot_2", False),
        ("idiot", "(idiot)", True),
        ("c++", "i like c++11", True),
        ("c++", "ac++", False),
        ("shut up", "oh SHUT \n up now", True),
        ("shut up", "shut upward", False),
        ("дур\u0438\u0306", "дур\u0438", False),
        ("a.b", "axb", False),
        ("п'ять", "це п'ять", True),
        (r"\Q", r"what \Q is", True),
    ],
)
def test_a_whole_word_is_found_in_any_script(word, text, found):
    assert condition({"text": word}).holds(seen(text=text)) is found


@pytest.mark.parametrize(
    ("key", "asked", "text", "found"),
    [
        ("text (includes)", "diot", "Idiots", True),
        ("text (includes, case-sensitive)", "diot", "IDIOTS", False),
        ("text (case-sensitive)", "BAD", "bad", False),
        ("text (case-sensitive)", "BAD", "so BAD", True),
        ("text (includes-word)", "bad", "badly", False),
        ("text (starts-with)", "hey you", "  Hey   you all", True),
        ("text (starts-with)", "hey", "oh hey", False),
        ("text (regex)", "^b.t$", "BIT", True),
        ("text (regex)", "^b.t$", "a bit", False),
        ("text (regex, case-sensitive)", "b.t", "BIT", False),
        ("text (regex)", ["x+y", "b.t"], "a bit", True),
    ],
)
def test_a_modifier_in_the_key_says_how_a_text_is_searched(key, asked, text, found):
    assert condition({key: asked}).holds(seen(text=text)) is found


def test_every_form_of_a_text_is_searched():
    assert condition({"text": "idiot"}).holds(seen(text=["1d10t", "idiot"])) is True
    assert condition({"text": "1d10t"}).holds(seen(text=["1d10t", "idiot"])) is True


def test_half_a_character_and_a_mark_in_a_text_harm_nobody():
    assert condition({"text": "idiot"}).holds(seen(text="\ud800 idiot\0s")) is True
    assert condition({"text": "shut up"}).holds(seen(text="shut\0up")) is True
    assert condition({"text (regex)": "idiot"}).holds(seen(text="\ud800 idiot")) is True


def test_a_list_of_thousands_of_words_is_searched():
    words = condition({"text": [f"слово{n}" for n in range(5000)]})
    here = seen(text="вот слово4999 тут")
    assert words.holds(here) is True
    assert next(why(words, here)).value == "слово4999"


def findings(when, held=True, **values):
    here = seen(**values)
    return [(f.signal, f.value, f.need) for f in why(condition(when), here, held)]


def test_the_reasons_are_the_leaves_that_decided():
    either = {"any": [{"reply": True}, {"insult": "likely"}, {"links": "> 2"}]}
    assert findings(either, insult=0.8, reply=False, links=9) == [
        ("insult", 0.8, ">= 0.7 (likely)"),
        ("links", 9, "> 2"),
    ]


def test_a_negated_leaf_is_a_reason_that_says_not():
    assert findings(
        {"not": {"any": [{"reply": True}, {"language": ["pl", "ru"]}]}},
        reply=False,
        language="en",
    ) == [("reply", False, "not true"), ("language", "en", "not pl or ru")]
    assert findings({"not": {"all": [{"reply": True}, {"caps": 0.5}]}}, reply=True, caps=0.1) == [
        ("caps", 0.1, "not >= 0.5")
    ]
    assert findings({"insult": "false"}, insult=0.1) == [("insult", 0.1, "< 0.7 (not likely)")]
    assert findings({"not": {"insult": "very likely"}}, insult=0.1) == [
        ("insult", 0.1, "not >= 0.9 (very likely)")
    ]


def test_a_text_is_never_quoted_only_the_word_that_was_found():
    asked = {"text": ["one", "two", "shut up", "four"]}
    assert findings(asked, text="secret SHUT  up secret") == [
        ("text", "shut up", "word: one, two, shut up, 1 more")
    ]
    assert findings({"text (regex)": "s.cret"}, text="my secret") == [
        ("text", "s.cret", "pattern: s.cret")
    ]
    assert findings({"not": {"text": "absent"}}, text="my secret") == [
        ("text", "", "not word: absent")
    ]


def test_a_condition_names_the_signals_it_looks_at_each_once():
    when = {"all": [{"reply": True}, {"not": {"any": [{"caps": 0.5}, {"reply": False}]}}]}
    assert signals_of(condition(when)) == ("reply", "caps")
