"""Signals of the text itself."""

from dataclasses import replace

import pytest

from bot.model import Reading
from bot.signals import caps, invites, language, links, mentions, reply, text, words


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
