"""The author's own words are told from quotes, code, links and mentions."""

import pytest

from bot.normalise import read


@pytest.mark.parametrize(
    ("text", "own", "quotes"),
    [
        ("> you are dull\nplease stop", "please stop", ("you are dull",)),
        ("hey\n> one\n> two\nno\n> three", "hey\nno", ("one\ntwo", "three")),
        ("look:\n>>> all\nthe rest\n> too", "look:", ("all\nthe rest\n> too",)),
        ("> only a quote", "", ("only a quote",)),
        ("> a\r\nb", "b", ("a\r",)),
        ("5 > 3", "5 > 3", ()),
        ("a -> b => c", "a -> b => c", ()),
        (">_< no", ">_< no", ()),
        (">no blank", ">no blank", ()),
        ("x\n >no quote", "x\n >no quote", ()),
    ],
)
def test_quotes_are_lines_that_start_with_the_sign_and_a_blank(text, own, quotes):
    reading = read(text)
    assert (reading.own, reading.quotes) == (own, quotes)


@pytest.mark.parametrize(
    ("text", "own", "code"),
    [
        ("try `rm -r` now", "try now", ("rm -r",)),
        ("try ``a ` b`` now", "try now", ("a ` b",)),
        ("see\n```py\nx = 1\n> y\n```\nok", "see\nok", ("py\nx = 1\n> y\n",)),
        ("x`y`z", "x z", ("y",)),
        ("`a` `b`", "", ("a", "b")),
        ("it`s mine", "it`s mine", ()),
        ("``` never closed", "``` never closed", ()),
    ],
)
def test_code_is_what_stands_between_backticks(text, own, code):
    reading = read(text)
    assert (reading.own, reading.code) == (own, code)


@pytest.mark.parametrize(
    ("text", "own", "links"),
    [
        ("see https://a.example/x?y=1, ok", "see, ok", ("https://a.example/x?y=1",)),
        ("(http://a.example)", "()", ("http://a.example",)),
        ("<https://a.example> here", "here", ("https://a.example",)),
        ("www.a.example/x or tg://join?x=1", "or", ("www.a.example/x", "tg://join?x=1")),
        ("join discord.gg/abc", "join", ("discord.gg/abc",)),
        ("T.me/room!", "!", ("T.me/room",)),
        ("buy at best-shop.com now", "buy at now", ("best-shop.com",)),
        ("[free stuff](https://a.example) here", "free stuff here", ("https://a.example",)),
        ("lo[se](http://a.example)r", "loser", ("http://a.example",)),
        ("[a `b` @c](http://d.example) e", "a e", ("http://d.example",)),
        ("a[`b`](http://d.example)c", "a c", ("http://d.example",)),
        ("no dot.here or end.of line, node.js", "no dot.here or end.of line, node.js", ()),
        ("[not a link] (really)", "[not a link] (really)", ()),
        ("mail ann@example.com", "mail ann@example.com", ()),
        ("version 2.4.1, config.yml", "version 2.4.1, config.yml", ()),
    ],
)
def test_links_go_and_their_labels_stay(text, own, links):
    reading = read(text)
    assert (reading.own, reading.links) == (own, links)


@pytest.mark.parametrize(
    ("text", "own", "mentions"),
    [
        ("hey @ann, you there?", "hey, you there?", ("@ann",)),
        ("@ann: stop", "stop", ("@ann",)),
        ("read @ann's idea", "read idea", ("@ann",)),
        ("@Мария_К и @bob.lee привет", "и привет", ("@Мария_К", "@bob.lee")),
        ("<@12> <@!34> <@&56> in <#78>", "in", ("<@12>", "<@!34>", "<@&56>", "<#78>")),
        ("lol <:party:123> <a:wave:45> <t:1700000000:R>", "lol", ()),
        ("meet @ noon", "meet @ noon", ()),
        ("you @sshole", "you @sshole", ()),
        ("i <3 you", "i <3 you", ()),
    ],
)
def test_mentions_go_and_custom_emoji_are_dropped(text, own, mentions):
    reading = read(text)
    assert (reading.own, reading.mentions) == (own, mentions)


def test_words_around_what_is_taken_out_neither_glue_together_nor_drift_apart():
    assert read("a  `x`  b\n`y`\nc<@1>d").own == "a b\nc d"
    assert read("two  blanks").own == "two  blanks"


def test_what_was_taken_out_keeps_its_order_of_appearance():
    reading = read("@b [x](http://z.example) <@1> http://a.example @a")
    assert reading.mentions == ("@b", "<@1>", "@a")
    assert reading.links == ("http://z.example", "http://a.example")


def test_only_the_own_words_are_folded():
    reading = read("> y0u f00l\n@j0hn sees `n00b` in m0r0n")
    assert (reading.own, reading.folded) == ("sees in m0r0n", "sees in moron")


def test_offsets_point_into_the_text_as_received():
    text = "@ann ﬁne, y\u200bou   l 0 s e r"
    reading = read(text)
    assert [text[place] for place in reading.own_at] == list(reading.own)
    place = reading.folded.index("loser")
    assert [text[at] for at in reading.folded_at[place : place + 5]] == list("l0ser")
    assert reading.folded_at[:3] == (5, 5, 6)


def test_composed_letters_come_from_where_their_letter_stands():
    text = "a cafe\u0301 now"
    reading = read(text)
    assert reading.folded == "a café now"
    assert reading.folded_at == (0, 1, 2, 3, 4, 5, 7, 8, 9, 10)


def test_both_forms_are_one_where_nothing_is_disguised():
    assert read("what a nice day").forms == ("what a nice day",)
    assert read("what a n1ce day").forms == ("what a n1ce day", "what a nice day")
    assert read("@ann `x`").forms == ()
