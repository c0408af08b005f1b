"""Texts, names and languages: how they are looked for, and where they may come from."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rulebook.conditions import why
from bot.rulebook.patterns import objection
from bot.rulebook.texts_in import HOW
from bot.rulebook.wording import find_patterns
from tests.rulebook.asking import ask, wrong
from tests.rulebook.build import seen


@pytest.mark.parametrize(
    ("key", "asked", "text", "found"),
    [
        ("text (ends-with)", "idiot", "you IDIOT \n", True),
        ("text (ends-with)", "idiot", "idiot you", False),
        ("text (ends-with)", "diot", "you idiot", True),
        ("text (ends-with, case-sensitive)", "idiot", "you IDIOT", False),
        ("text (full-exact)", "first", " First ", True),
        ("text (full-exact)", "first", "first!", False),
        ("text (full-exact)", "first", "the first", False),
        ("text (full-exact)", ["first", "who is  here"], "WHO is here", True),
        ("text (full-exact, case-sensitive)", "first", "First", False),
        ("text (full-exact)", "ПЕРВЫЙ", "первый", True),
        ("text (starts-with)", "first", "firstly", True),
        ("text (includes)", ".", "no dot", False),
        ("text (full-exact)", "a.b", "axb", False),
        ("text (ends-with)", "a.b", "a.b\nmore", False),
    ],
)
def test_a_modifier_says_where_in_a_text_something_stands(key, asked, text, found):
    assert ask({key: asked}).holds(seen(text=text)) is found


@pytest.mark.parametrize("way", HOW)
def test_every_form_of_a_text_is_looked_at(way):
    when = ask({f"text ({way})": "idiot"})
    assert when.holds(seen(text=["1d10t", "idiot"])) is True
    assert when.holds(seen(text=["idiot", "1d10t"])) is True
    assert when.holds(seen(text=["1d10t", "idi0t"])) is False
    assert when.holds(seen()) is None


@pytest.mark.parametrize("way", HOW)
def test_the_order_of_modifiers_makes_no_difference(way):
    keys = [", ".join(words) for words in permutations((way, "case-sensitive"))]
    one, other = (ask({f"text ({key})": "Idiot"}) for key in keys)
    assert one == other
    assert one.holds(seen(text="Idiot")) is True
    assert other.holds(seen(text="idiot")) is False


def test_a_reason_says_how_it_was_looked_for():
    here = seen(text="so be it")
    needs = {
        "ends-with": "ends with: it",
        "includes": "includes: it",
        "includes-word": "word: it",
        "regex": "pattern: it",
    }
    for way, need in needs.items():
        [ground] = why(ask({f"text ({way})": "it"}), here)
        assert (ground.need, ground.value) == (need, "it")


LISTED = {"list": "fruit"}


def test_a_list_stands_for_its_texts_alone_or_among_others():
    assert ask({"text": LISTED}) == ask({"text": ["apple", "sour plum"]})
    assert ask({"text": ["fig", LISTED]}) == ask({"text": ["fig", "apple", "sour plum"]})
    assert ask({"text (regex)": [LISTED, "f.g"]}) == ask(
        {"text (regex)": ["apple", "sour plum", "f.g"]}
    )
    assert ask({"text": ["fig", LISTED]}).holds(seen(text="a SOUR  plum")) is True
    assert ask({"text": LISTED}).holds(seen(text="a fig")) is False


def test_a_list_may_hold_languages_names_and_roles():
    assert ask({"language": ["en", {"list": "slavic"}]}) == ask({"language": ["en", "pl", "uk"]})
    roles = ask({"roles": {"list": "staff"}})
    assert roles.holds(seen(roles=["team-red"])) is True
    assert roles.holds(seen(roles=["artists"])) is False


def test_what_is_said_twice_is_looked_for_once():
    assert ask({"text": ["apple", LISTED, "apple"]}) == ask({"text": LISTED})


def test_an_unknown_list_is_told_at_its_name_with_the_nearest():
    assert wrong({"text": {"list": "friut"}}) == [
        ("friut", "unknown list `friut`; did you mean `fruit`?")
    ]
    assert wrong({"language": ["pl", {"list": "slavik"}, "P"]}) == [
        ("slavik", "unknown list `slavik`; did you mean `slavic`?")
    ]


def test_a_text_that_a_list_gives_is_blamed_on_the_list():
    [(place, said)] = wrong({"language": ["pl", {"list": "fruit"}]})[:1]
    assert (place, said) == ("{", "in the list `fruit`: `apple` is no language code such as `pl`")


@pytest.mark.parametrize(
    "value", ["", "  ", [], {}, {"lst": "fruit"}, {"list": ["fruit"]}, {"list": "fruit", "a": "b"}]
)
@pytest.mark.parametrize("key", ["text", "language", "roles", "channel"])
def test_what_is_no_text_is_told(key, value):
    for written in (value, ["pl", value]):
        [(_, said)] = wrong({key: written})
        assert said.startswith(f"`{key}` takes a text, a list of texts or `{{list: NAME}}`")


@pytest.mark.parametrize(
    ("asked", "names", "fits"),
    [
        ("help", ["help", "42"], True),
        ("42", ["help", "42"], True),
        ("HELP", ["help"], True),
        ("Помощь", ["помощь"], True),
        ("помощь", ["ПОМОЩЬ"], True),
        ("hel", ["help"], False),
        ("help", ["help-me"], False),
        ("help*", ["help-me"], True),
        ("*-help", ["dev-help"], True),
        ("a*z", ["a\nz"], True),
        ("a.z", ["abz"], False),
        ("#help", ["help"], True),
        (["x", "help"], ["help"], True),
    ],
)
def test_a_name_fits_whole_or_by_its_stars(asked, names, fits):
    assert ask({"channel": asked}).holds(seen(channel=names)) is fits


def test_a_member_without_roles_has_none_of_them():
    assert ask({"roles": "mods"}).holds(seen(roles=[])) is False
    assert ask({"roles": "mods"}).holds(seen()) is None


def test_many_stars_cost_no_time():
    when = ask({"channel": "*a" * 30 + "b"})
    assert when.holds(seen(channel="a" * 5000)) is False


def test_a_name_that_fits_every_name_is_refused():
    assert wrong({"author": ["ann", "*"]}) == [("*", "`*` fits every name")]


def test_of_names_the_one_that_fits_is_the_reason():
    here = seen(roles=["artists", "team-red"])
    [ground] = why(ask({"roles": ["mods", "team-*"]}), here)
    assert (ground.value, ground.need) == ("team-red", "mods or team-*")
    [ground] = why(ask({"not": {"roles": ["mods", "crew", "x", "y", "z"]}}), here)
    assert (ground.value, ground.need) == (
        "artists, team-red",
        "not mods or crew or x or 2 more",
    )


@pytest.mark.parametrize(
    ("pattern", "sign", "word"),
    [
        ("idiot(?=s)", "(?=", "looks ahead"),
        ("idiot(?!ic)", "(?!", "looks ahead"),
        ("(?<=you )idiot", "(?<=", "looks behind"),
        ("(?<!not )idiot", "(?<!", "looks behind"),
        (r"(a)\1", r"\1", "repeats what was found before"),
        (r"(?P<x>a)(?P=x)", "(?P", "repeats what was found before"),
        (r"(?<x>a)\k<x>", r"\k", "repeats what was found before"),
        ("a++", "++", "gives nothing back"),
        ("(?>a)b", "(?>", "gives nothing back"),
        ("(a(?R))", "(?R", "puts a pattern into itself"),
        (r"a\Z", r"\Z", "write `$`"),
        (r"\u0041", r"\u", "write the letter itself"),
        (r"a\h", r"\h", r"write `\s`"),
        ("(?#note)a", "(?#", "makes room for remarks"),
        ("(", "(", "is not closed"),
        ("[a", "[", "is not closed"),
        ("a)", ")", "closes nothing"),
        ("*a", "*", "repeats nothing"),
        ("a**", "**", "repeats twice"),
        ("a{1001}", "{1001}", "is no number of times"),
        ("[z-a]", "z-a", "is no range of letters"),
        ("a\\", "\\", "stands at the end"),
        (r"\y", r"\y", "RE2 knows no"),
    ],
)
def test_what_a_pattern_cannot_be_is_told_in_plain_words(pattern, sign, word):
    [(_, said)] = wrong({"text (regex)": ["fine", pattern]})
    assert said.startswith(f"in the pattern `{pattern}`, ")
    rest = said.removeprefix(f"in the pattern `{pattern}`, ")
    assert f"`{sign}`" in rest
    assert word in rest


SIGNS = st.text(st.sampled_from("ab*+?{}()[]|\\\\^$.,-:<>=!P#19zZkbuдё\n"), max_size=12)


@given(SIGNS)
def test_whatever_is_written_is_a_pattern_or_has_one_plain_line_against_it(pattern):
    said = objection(pattern)
    if said is None:
        assert find_patterns([pattern], case_sensitive=False)("") is None
    else:
        assert said.split("`")[1] == pattern.split("`")[0]


def test_every_way_of_looking_is_refused_beside_another():
    for one, other in permutations(HOW, 2):
        [(_, said)] = wrong({f"text ({one}, {other})": "a"})
        assert said.startswith("only one of")


def test_modifiers_are_for_texts_only():
    [(_, said)] = wrong({"channel (regex)": "a"})
    assert said.startswith("`channel` takes no modifiers")
    assert wrong({"text (ends-wiht)": "a"}) == [
        ("a", "unknown modifier `ends-wiht`; did you mean `ends-with`?")
    ]
