"""Signals of the text itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Reading
from bot.rulebook.conditions import Seen
from bot.signals import caps, domains, invites, language, links, mentions, reply, text, words
from tests.rulebook import build
from tests.rulebook.asking import ask


def written(facts, own="", **around):
    """Facts about a message that was read like this."""
    return replace(facts(own), reading=Reading(own, around.pop("folded", own), **around))


@pytest.mark.parametrize(
    ("own", "share"),
    [
        ("THIS IS SPARTA", 1.0),
        ("this is Sparta", 1 / 12),
        ("ТЫ ЧТО ДЕЛАЕШЬ", 1.0),
        ("STOP 你好你好你好你好 STOP", 1.0),
        ("OK LOL", None),
        ("שלום לכולם מה קורה", None),
        ("12345678 !!!", None),
        ("", None),
    ],
)
def test_caps_is_the_share_of_capitals_among_letters_that_have_them(facts, own, share):
    found = caps.measure(written(facts, own))
    assert found.value == (None if share is None else pytest.approx(share))


def test_links_are_counted(facts):
    assert links.measure(written(facts, links=("https://a.example", "b.example"))).value == 2
    assert links.measure(written(facts)).value == 0


@pytest.mark.parametrize(
    "link",
    [
        "https://discord.gg/abc",
        "http://discord.com/invite/abc",
        "discordapp.com/invite/x-y",
        "https://t.me/joinchat/AAAA",
        "t.me/+AbC_9",
        "telegram.me/some_group",
        "HTTPS://DISCORD.GG/ABC",
    ],
)
def test_an_invitation_to_another_community_is_counted(facts, link):
    assert invites.measure(written(facts, links=(link,))).value == 1
    assert invites.measure(written(facts, f"come to {link} now")).value == 1


@pytest.mark.parametrize(
    "link", ["https://discord.com/channels/1/2", "t.me/ann", "https://example.org", "discord.gg"]
)
def test_other_links_are_no_invitation(facts, link):
    assert invites.measure(written(facts, link, links=(link,))).value == 0


def test_the_same_invitation_twice_is_one(facts):
    twice = ("https://discord.gg/abc", "discord.gg/abc", "discord.gg/other")
    assert invites.measure(written(facts, links=twice)).value == 2


def test_mentions_are_different_members_as_the_platform_tells_else_as_written(facts):
    told = facts("hi @a @b @c", mentions=("1", "2", "1"))
    assert mentions.measure(told).value == 2
    assert mentions.measure(written(facts, mentions=("a", "a", "b", "c"))).value == 3
    assert mentions.measure(written(facts)).value == 0


def test_a_reply_is_a_message_that_answers_another(facts):
    assert reply.measure(facts("yes", reply_to="m0")).value is True
    assert reply.measure(facts("yes")).value is False


def test_the_language_is_told_or_unknown(facts):
    assert language.measure(facts("cześć wam", lang="pl")).value == "pl"
    assert language.measure(facts("ok")).value is None


def test_the_text_is_the_own_words_in_every_form_and_never_evidence(facts):
    found = text.measure(written(facts, "1d10t here", folded="idiot here"))
    assert (found.value, found.forms) == ("1d10t here", ("1d10t here", "idiot here"))
    assert "1d10t" not in found.evidence


def test_words_are_counted_as_a_reader_would(facts):
    for own, count in (
        ("лол", 1),
        ("don't", 1),
        ("you f o o l :)", 2),
        ("> a quote\nfine by me", 3),
        ("🙂 42", 0),
    ):
        assert words.measure(facts(own)).value == count


def test_a_link_is_looked_at_as_text_on_its_own(facts):
    link = "https://casino.example/win"
    found = text.measure(written(facts, "look here", links=(link,)))
    assert (found.value, found.forms) == ("look here", ("look here", link))
    assert text.measure(written(facts, "", links=(link, link))).forms == (link,)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("easy money at https://best-casino.example/win", True),
        ("[click](https://casino.example)", True),
        ("join discord.gg/abc", True),
        ("> join discord.gg/abc\nplease don't", False),
        ("`https://casino.example`", False),
        ("https://example.org", False),
    ],
)
def test_words_are_found_in_links(facts, said, holds):
    signals = {"text": text.measure(facts(said))}
    when = ask({"text (includes)": ["casino", "discord.gg"]})
    assert when.holds(Seen(signals, {})) is holds


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("https://example.com/a?b#c", ["example.com"]),
        ("https://Shop.Example.COM.:8080", ["shop.example.com", "example.com"]),
        ("www.a.b.example.com", ["www.a.b.example.com", "a.b.example.com", "b.example.com"]),
        ("discord.gg/abc", ["discord.gg"]),
        ("https://good.example@evil.example/", ["evil.example"]),
        ("https://evil.example\\@good.example/", ["evil.example"]),
        ("https://evil.example/@good.example", ["evil.example"]),
        ("https://evil.example?@good.example", ["evil.example"]),
        ("https://ｅｖｉｌ.example/", ["evil.example"]),
        ("http://192.168.0.1/", ["192.168.0.1"]),
        ("http://localhost:8000", ["localhost"]),
        ("https://", []),
    ],
)
def test_a_site_goes_by_its_name_and_by_the_wider_ones(facts, link, names):
    assert list(domains.measure(written(facts, links=(link,))).forms)[: len(names)] == names
    if len(names) < 3:
        assert len(domains.measure(written(facts, links=(link,))).forms) == len(names)


def test_all_sites_are_named_once(facts):
    about = written(facts, links=("https://a.example/1", "a.example/2", "b.example"))
    assert domains.measure(about).value == "a.example, b.example"
    assert domains.measure(written(facts, "a.example")).value == ""


@given(st.text(max_size=80))
def test_any_link_has_a_site_or_none(link):
    read = Reading("", "", links=(link,))
    found = domains.measure(replace(build.facts(), reading=read))
    assert all(name == name.strip(".") and "/" not in name for name in found.forms)


@pytest.mark.parametrize(
    ("asked", "said", "holds"),
    [
        ("bit.ly", "see https://bit.ly/x", True),
        ("example.com", "see https://www.example.com/x", True),
        ("example.com", "see https://notexample.com/x", False),
        ("example.com", "see https://example.com.evil.org/x", False),
        ("*.zip", "see https://free.zip", True),
        ("*casino*", "see https://best-casino.org/x", True),
        ("*casino*", "see https://example.org/casino", False),
        ("bit.ly", "no link", False),
    ],
)
def test_a_rule_names_sites(facts, asked, said, holds):
    signals = {"domains": domains.measure(facts(said))}
    assert ask({"domains": [asked]}).holds(Seen(signals, {})) is holds
