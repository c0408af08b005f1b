"""The whole path, with the real model and a real database; only the chat service is a recorder."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.app import running
from bot.config import Settings
from bot.errors import Gone, NotPermitted, PlatformError, ReviewError, ScorerError
from bot.model import Conversation, Member, Message, Progress
from bot.model.lifecycle import RuleCounts
from bot.rulebook.versions import version_of
from tests.conftest import NOON, fill
from tests.crash.recorder import Recorder

RULES = """
version: 1
policies:
  respect: {title: Be kind, text: Argue about ideas., weight: 2, ladder: default}
  calm: {title: Keep it cool, text: Step back., weight: 1, ladder: default}
ladders:
  default:
    half_life: 14d
    steps:
      - {at: 2, do: [warn]}
      - {at: 4, do: [{mute: 30m}]}
      - {at: 8, do: [{mute: 1d}]}
rules:
  - id: attack
    title: Attack
    policy: respect
    when: {any: [{insult: likely}, {toxicity: likely}]}
    then: [delete, strike, escalate]
    examples: {match: [you are a complete idiot], no_match: [good morning]}
  - id: hot
    title: Running hot
    policy: calm
    when: {heat: ">= 0.9"}
    then: [{slowmode: {seconds: 20s, for: 10m}}]
"""
INSULT = "you are a complete idiot"


class Chat:
    """A bot at work, and a way to say things to it."""

    def __init__(self, app, recorder):
        self.app, self.recorder, self.count, self.slow = app, recorder, 0, 0

    def message(self, text, *, by="ann", where="general", after=0, **kw):
        self.count += 1
        return Message(
            id=kw.pop("id", f"m{self.count}"),
            conversation=Conversation("recorder", "hearth", where, slowmode=self.slow),
            author=Member("recorder", "hearth", by, by, kw.pop("roles", ())),
            text=text,
            sent_at=NOON + timedelta(seconds=after or self.count),
            **kw,
        )

    async def say(self, text, **kw):
        return await self.app.pipeline.handle(self.message(text, **kw))

    def did(self):
        return [line["verb"] for line in self.recorder.lines()]


@pytest.fixture
def bot(tmp_path, scorer):
    (tmp_path / "rules.yaml").write_text(RULES)

    def make(folder=tmp_path, recorder=None):
        recorder = recorder or Recorder(tmp_path / "did.jsonl", delay_s=0)
        settings = Settings(
            _env_file=None,
            database_url=f"sqlite+aiosqlite:///{folder / 'bot.db'}",
            rules=str(tmp_path / "rules.yaml"),
        )
        return _Opened(running(settings, [recorder], scorer), recorder)

    return make


class _Opened:
    def __init__(self, context, recorder):
        self.context, self.recorder = context, recorder

    async def __aenter__(self):
        return Chat(await self.context.__aenter__(), self.recorder)

    async def __aexit__(self, *error):
        return await self.context.__aexit__(*error)


async def test_a_civil_message_opens_no_case(bot):
    async with bot() as chat:
        judged = await chat.say("good morning everyone")
        assert not judged.verdict
        assert judged.case is None
        assert chat.did() == []


async def test_an_insult_is_removed_told_counted_and_put_before_a_human(bot):
    async with bot() as chat:
        judged = await chat.say(INSULT)
        case = await chat.app.store.case(judged.case.id)
        assert chat.did() == ["delete", "notify", "alert"]
        assert [e.action.name for e in case.effects] == ["delete", "strike", "warn", "escalate"]
        assert all(e.progress is Progress.DONE and e.detail for e in case.effects)
        assert case.queue == "community"
        assert judged.verdict.reasons


async def test_a_disguised_insult_is_the_same_insult(bot):
    async with bot() as chat:
        assert (await chat.say("y0u are a c0mplete 1d\u200bi0t")).verdict.rules == ("attack",)


async def test_quoting_an_insult_is_not_insulting(bot):
    async with bot() as chat:
        assert not (await chat.say(f"> {INSULT}\nplease do not write such things")).verdict


async def test_the_second_strike_mutes_and_one_incident_is_one_case(bot):
    async with bot() as chat:
        first = await chat.say(INSULT)
        second = await chat.say("shut up, you stupid moron")
        assert first.case.id == second.case.id
        assert "mute" in [e.action.name for e in second.effects]
        assert chat.did().count("alert") == 1
        assert chat.did().count("restrict") == 1


async def test_when_rules_fired_is_remembered_of_the_member_and_of_the_conversation(bot):
    async with bot() as chat:
        said = await chat.say(INSULT)
        await chat.say("good morning")
        async with chat.app.store.turn(chat.message("hello", where="elsewhere")) as turn:
            assert turn.member.fired == {"attack": (said.message.sent_at,)}
            assert turn.conversation.fired == {}
        async with chat.app.store.turn(chat.message("hello", by="ben")) as turn:
            assert turn.member.fired == {}
            assert turn.conversation.fired == {"attack": (said.message.sent_at,)}


async def test_a_decision_stores_the_rulebook_the_rule_and_its_version(bot):
    async with bot() as chat:
        judged = await chat.say(INSULT)
        book = chat.app.pipeline.rulebook
        (hit,) = (await chat.app.store.case(judged.case.id)).hits
        assert hit.verdict.rules == ("attack",)
        assert hit.verdict.rulebook == book.digest
        assert hit.verdict.versions == (version_of(book.rules[0]),)


async def test_an_edit_that_breaks_the_same_rule_counts_once(bot):
    async with bot() as chat:
        first = await chat.say(INSULT, id="m1")
        await chat.say("shut up, you stupid moron", id="m1", edited=True)
        (counts,) = await chat.app.store.rule_counts(NOON)
        assert (counts.rule, counts.mode, counts.hits) == ("attack", "live", 1)
        async with chat.app.store.turn(chat.message("hello")) as turn:
            assert turn.member.fired == {"attack": (first.message.sent_at,)}


async def test_a_rule_in_shadow_is_counted_and_remembered_though_it_opens_no_case(bot, tmp_path):
    (tmp_path / "rules.yaml").write_text(
        RULES.replace("id: attack", "id: attack\n    mode: shadow")
    )
    async with bot() as chat:
        judged = await chat.say(INSULT)
        assert (judged.case, judged.verdict.shadow) == (None, ("attack",))
        (counts,) = await chat.app.store.rule_counts(NOON)
        version = version_of(chat.app.pipeline.rulebook.rules[0])
        assert counts == RuleCounts("attack", version, "shadow", hits=1)
        async with chat.app.store.turn(chat.message("hello")) as turn:
            assert turn.member.fired == {"attack": (judged.message.sent_at,)}


async def test_a_dismissed_case_counts_against_its_rule(bot):
    async with bot() as chat:
        await chat.say(INSULT)
        judged = await chat.say("shut up, you stupid moron")
        await chat.app.review.decide(judged.case.id, "Ines", "dismiss", NOON + timedelta(hours=1))
        (counts,) = await chat.app.store.rule_counts(NOON)
        assert (counts.hits, counts.upheld, counts.dismissed) == (2, 0, 1)


async def test_an_edit_into_an_insult_is_caught_and_told_once(bot):
    async with bot() as chat:
        await chat.say("you are lovely", id="m1")
        judged = await chat.say(INSULT, id="m1", edited=True)
        assert judged.verdict.rules == ("attack",)
        again = await chat.say(INSULT, id="m1", edited=True)
        assert not again.verdict
        other = await chat.say(f"{INSULT}!!", id="m1", edited=True)
        assert other.effects == ()
        assert chat.did().count("notify") == 1
        record = await chat.app.store.strikes(judged.message.author, NOON + timedelta(hours=1))
        assert len(record.strikes) == 1


async def test_the_same_message_delivered_twice_is_judged_once(bot):
    async with bot() as chat:
        message = chat.message(INSULT)
        first, second = [await chat.app.pipeline.handle(message) for _ in range(2)]
        assert first.verdict
        assert not second.verdict
        assert chat.did().count("notify") == 1


async def test_messages_of_a_conversation_are_judged_in_order(bot):
    async with bot() as chat:
        texts = ["a long story " * 150 + INSULT, *[INSULT] * 3]
        judged = await asyncio.gather(*(chat.say(text) for text in texts))
        lines = judged[-1].facts.conversation.lines
        assert [line.id for line in lines] == ["m1", "m2", "m3", "m4"]
        assert [len(one.facts.conversation.lines) for one in judged] == [1, 2, 3, 4]


async def test_staff_are_not_punished(bot):
    async with bot() as chat:
        assert not (await chat.say(INSULT, roles=("moderator",))).verdict


async def test_a_dismissed_case_is_taken_back_and_a_human_is_not_contradicted(bot):
    async with bot() as chat:
        await chat.say("you stupid moron", id="m1", by="bob")
        judged = await chat.say(INSULT, id="m1", by="bob", edited=True)
        review = chat.app.review
        await review.claim(judged.case.id, "ines", NOON + timedelta(minutes=1))
        case = await review.decide(judged.case.id, "ines", "dismiss", NOON + timedelta(minutes=2))
        undone = [e for e in case.effects if e.undo]
        assert {e.action.name for e in undone} == {"delete", "strike", "warn"}
        assert all(e.progress is Progress.DONE for e in undone)
        assert "give_back" in chat.did()
        record = await chat.app.store.strikes(judged.message.author, NOON + timedelta(minutes=3))
        assert record.strikes == ()
        same = await chat.say(f"{INSULT}!!", id="m1", by="bob", edited=True)
        assert not same.verdict
        other = await chat.say(f"{INSULT}, bob out", id="m1", by="bob", edited=True)
        assert other.verdict, "a decision covers the words it was made about"
        assert {e.action.name for e in other.effects} == {"escalate"}, "nothing is done again"


@pytest.mark.parametrize("word", ["uphold", "dismiss"])
async def test_nothing_more_is_done_about_words_that_a_manager_has_decided_on(bot, word):
    async with bot() as chat:
        judged = await chat.say(INSULT, id="m1", by="bob")
        await chat.app.review.decide(judged.case.id, "ines", word, NOON + timedelta(minutes=1))
        done = chat.did()
        same = await chat.say(f"{INSULT}!", id="m1", by="bob", edited=True, after=90)
        assert (bool(same.verdict), chat.did()) == (False, done)
        again = await chat.say(INSULT, by="bob", after=120)
        assert again.case.id != judged.case.id


async def test_of_two_managers_one_decides_and_the_other_is_told_who(bot):
    async with bot() as chat:
        case = (await chat.say(INSULT)).case
        at = NOON + timedelta(minutes=1)
        both = await asyncio.gather(
            *(chat.app.review.decide(case.id, who, "uphold", at) for who in ("ines", "tomasz")),
            return_exceptions=True,
        )
        (lost,) = [one for one in both if isinstance(one, ReviewError)]
        decided = await chat.app.store.case(case.id)
        assert len(decided.decisions) == 1
        assert decided.decisions[0].by in str(lost)


async def test_slow_mode_ends_when_it_is_due(bot):
    async with bot() as chat:
        for number in range(12):
            await chat.say(INSULT, by="ab"[number % 2], after=20 + number)
        assert chat.did().count("slowmode") == 1
        assert await chat.app.pipeline.tick(NOON + timedelta(minutes=5)) == ()
        (ended,) = await chat.app.pipeline.tick(NOON + timedelta(minutes=15))
        assert (ended.action.name, ended.progress) == ("slowmode", Progress.DONE)
        assert [x["seconds"] for x in chat.recorder.lines() if x["verb"] == "slowmode"] == [20, 0]


async def test_a_second_slow_mode_does_not_make_the_first_last_for_ever(bot):
    async with bot() as chat:
        for number in range(24):
            judged = await chat.say(INSULT, by="ab"[number % 2], after=20 + number)
            if number == 11:
                case = judged.case.id
                await chat.app.review.decide(case, "ines", "uphold", NOON + timedelta(minutes=1))
                chat.slow = 20
        await chat.app.pipeline.tick(NOON + timedelta(minutes=30))
        paces = [x["seconds"] for x in chat.recorder.lines() if x["verb"] == "slowmode"]
        assert paces[0] == 20
        assert set(paces[1:]) == {0}


async def test_a_slower_pace_set_by_hand_is_left_alone(bot):
    async with bot() as chat:
        chat.slow = 60
        for number in range(12):
            await chat.say(INSULT, by="ab"[number % 2], after=20 + number)
        assert "slowmode" not in chat.did()


async def test_what_was_still_to_be_done_is_given_up_when_a_case_is_dismissed(bot):
    async with bot() as chat:
        store, hands = chat.app.store, chat.app.pipeline.enforcement
        hands.store = _Deaf(store)
        case = (await chat.say(INSULT)).case
        hands.store = store
        await chat.app.review.decide(case.id, "ines", "dismiss", NOON + timedelta(minutes=1))
        await chat.app.pipeline.tick(NOON + timedelta(minutes=2))
        await hands.recover(NOON + timedelta(minutes=3))
        assert chat.did() == []
        effects = (await store.case(case.id)).effects
        assert {e.progress for e in effects} == {Progress.CANCELLED}


async def test_a_mute_on_its_way_is_taken_back_behind_it(bot, tmp_path):
    slow = Recorder(tmp_path / "did.jsonl", delay_s=0.05)
    async with bot(recorder=slow) as chat:
        case = (await chat.say(INSULT)).case
        acting = asyncio.create_task(chat.say(INSULT))
        while "started" not in await _progress(chat, case.id, "mute"):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        await chat.app.review.decide(case.id, "ines", "dismiss", NOON + timedelta(minutes=1))
        await acting
        ends = [line["until"] for line in slow.lines() if line["verb"] == "restrict"]
        assert ends[-1] is None
        assert len(ends) == 2


async def test_an_undo_leaves_the_mute_that_another_case_asked_for(bot):
    async with bot() as chat:
        first = [await chat.say(INSULT) for _ in range(2)][-1].case
        other = [await chat.say(INSULT, where="side") for _ in range(2)][-1].case
        assert first.id != other.id
        undone = await chat.app.review.undo(first.id, "ines", NOON + timedelta(minutes=1))
        ends = [line["until"] for line in chat.recorder.lines() if line["verb"] == "restrict"]
        assert len(ends) == 3
        assert ends[-1] == ends[1], "until the other case's mute ends"
        back = next(e for e in undone.effects if e.undo and e.action.name == "mute")
        assert back.detail.startswith("still muted until")
        await chat.app.review.undo(other.id, "ines", NOON + timedelta(minutes=2))
        lifted = [line["until"] for line in chat.recorder.lines() if line["verb"] == "restrict"]
        assert lifted[-1] is None


@pytest.fixture(params=["mode: suggest", "confirm: human"])
def asking(request, bot, tmp_path):
    """A bot whose rule against attacks only proposes."""
    text = RULES.replace("    title: Attack\n", f"    title: Attack\n    {request.param}\n")
    (tmp_path / "rules.yaml").write_text(text)
    return bot


async def test_what_is_proposed_is_done_when_a_manager_upholds_it(asking):
    async with asking() as chat:
        first = await chat.say(INSULT)
        await chat.say("good morning")
        second = await chat.say(INSULT)
        assert chat.did() == ["alert"]
        assert first.verdict.strikes == ()
        later = NOON + timedelta(hours=1)
        case = await chat.app.review.decide(second.case.id, "ines", "uphold", later)
        assert chat.did() == ["alert", "delete", "delete", "restrict", "notify"]
        done = [effect for effect in case.effects if effect.by == "ines"]
        assert [one.action.name for one in done].count("strike") == 2
        assert all(one.progress is Progress.DONE for one in done)
        record = await chat.app.store.strikes(second.message.author, later)
        assert [one.weight for one in record.strikes] == [2, 2]


async def test_the_ladder_is_climbed_from_the_strikes_that_stand_when_a_case_is_upheld(asking):
    """As if the rule had been live: two messages of two points each reach the mute at four."""
    async with asking() as chat:
        await chat.say(INSULT)
        second = await chat.say(INSULT)
        later = NOON + timedelta(hours=1)
        case = await chat.app.review.decide(second.case.id, "ines", "uphold", later)
        assert "mute" in {effect.action.name for effect in case.effects}
        until = next(x["until"] for x in chat.recorder.lines() if x["verb"] == "restrict")
        assert until == (later + timedelta(minutes=30)).isoformat()


async def test_a_dismissed_case_lifts_nobody_up_a_ladder(asking):
    async with asking() as chat:
        first = await chat.say(INSULT)
        other = await chat.say(INSULT, where="side")
        later = NOON + timedelta(hours=1)
        await chat.app.review.decide(first.case.id, "ines", "dismiss", later)
        case = await chat.app.review.decide(other.case.id, "ines", "uphold", later)
        assert "mute" not in {effect.action.name for effect in case.effects}


async def test_what_is_proposed_is_not_done_when_the_case_is_dismissed(asking):
    async with asking() as chat:
        judged = await chat.say(INSULT)
        await chat.app.review.decide(judged.case.id, "ines", "dismiss", NOON + timedelta(hours=1))
        assert chat.did() == ["alert"]
        record = await chat.app.store.strikes(judged.message.author, NOON + timedelta(hours=1))
        assert record.strikes == ()


async def test_an_undo_takes_back_what_a_manager_had_done(asking):
    async with asking() as chat:
        judged = await chat.say(INSULT)
        review, at = chat.app.review, NOON + timedelta(hours=1)
        await review.decide(judged.case.id, "ines", "uphold", at)
        await review.undo(judged.case.id, "tom", at + timedelta(minutes=1))
        assert chat.did() == ["alert", "delete", "notify", "notify", "give_back"]
        record = await chat.app.store.strikes(judged.message.author, at + timedelta(minutes=2))
        assert record.strikes == ()


async def _progress(chat, case_id, name):
    case = await chat.app.store.case(case_id)
    return [e.progress.value for e in case.effects if e.action.name == name]


async def test_a_mute_that_comes_too_late_is_not_done_and_not_told(bot):
    async with bot() as chat:
        store, hands = chat.app.store, chat.app.pipeline.enforcement
        await chat.say(INSULT)
        hands.store = _Deaf(store)
        await chat.say(INSULT)
        hands.store = store
        await hands.tick(NOON + timedelta(hours=5))
        assert "restrict" not in chat.did()
        case = (await store.cases())[0]
        mute, warn = await _last(chat, case.id, "mute"), await _last(chat, case.id, "warn")
        assert (mute.progress, warn.progress) == (Progress.FAILED, Progress.DONE)
        assert "time had passed" in mute.detail


async def _last(chat, case_id, name):
    case = await chat.app.store.case(case_id)
    return [e for e in case.effects if e.action.name == name][-1]


class Telling(Recorder):
    """Keeps the notices, and refuses to mute."""

    async def restrict(self, member, where, until):
        raise NotPermitted("the bot may not mute here")

    async def notify(self, member, where, text, key):
        self.slow.setdefault("notices", []).append(text)
        return "privately"


async def test_a_notice_does_not_tell_of_a_mute_that_was_refused(bot, tmp_path):
    recorder = Telling(tmp_path / "did.jsonl", delay_s=0)
    async with bot(recorder=recorder) as chat:
        await chat.say(INSULT)
        await chat.say(INSULT)
        first, second = recorder.slow["notices"]
        assert second == first, "both tell of a removed message, neither of a mute"


class Flaky(Recorder):
    """Does not answer the first three times it is asked to lift slow mode."""

    async def slowmode(self, where, seconds, only_if=None):
        if seconds == 0 and self.slow.setdefault("refused", 0) < 3:
            self.slow["refused"] += 1
            raise PlatformError("502 Bad Gateway")
        return await super().slowmode(where, seconds, only_if)


async def test_the_end_of_a_slow_mode_is_tried_until_it_works(bot, tmp_path):
    async with bot(recorder=Flaky(tmp_path / "did.jsonl", delay_s=0)) as chat:
        for number in range(12):
            await chat.say(INSULT, by="ab"[number % 2], after=20 + number)
        at = NOON + timedelta(minutes=15)
        while (due := await chat.app.store.next_due()) is not None:
            at = max(at, due)
            await chat.app.pipeline.tick(at)
        assert [x["seconds"] for x in chat.recorder.lines() if x["verb"] == "slowmode"] == [20, 0]
        assert at < NOON + timedelta(hours=3)


async def test_a_process_leaves_the_effects_of_other_platforms_alone(bot):
    async with bot() as chat:
        hands = chat.app.pipeline.enforcement
        hands.store, store = _Deaf(chat.app.store), chat.app.store
        case = (await chat.say(INSULT)).case
        hands.store, platforms = store, hands.platforms
        hands.platforms = {"elsewhere": chat.recorder}
        assert await hands.recover(NOON + timedelta(minutes=1)) == ()
        hands.platforms = platforms
        assert len(await hands.recover(NOON + timedelta(minutes=1))) == 4
        assert "delete" in chat.did()
        assert case.id == 1


async def test_a_repeated_delivery_is_no_flood(bot):
    async with bot() as chat:
        message = chat.message("good morning")
        for _ in range(6):
            judged = await chat.app.pipeline.handle(message)
        assert judged.signals["flood"].value == 1


class Failing(Recorder):
    """A chat service that refuses some of what it is asked."""

    async def delete(self, message):
        raise NotPermitted("the bot may not delete messages here")

    async def notify(self, member, where, text, key):
        raise Gone("the member has left")

    async def alert(self, case_id, queue, priority, text):
        raise ZeroDivisionError("a bug in an adapter")


async def test_one_refused_action_is_an_outcome_and_the_others_go_on(bot, tmp_path):
    async with bot(recorder=Failing(tmp_path / "did.jsonl", delay_s=0)) as chat:
        await chat.say(INSULT)
        judged = await chat.say(INSULT)
        outcomes = {e.action.name: (e.progress, e.detail) for e in judged.effects}
        assert outcomes["delete"] == (Progress.FAILED, "the bot may not delete messages here")
        assert outcomes["warn"] == (Progress.FAILED, "the member has left")
        assert outcomes["mute"][0] is Progress.DONE


async def test_what_a_platform_cannot_do_is_an_outcome(bot, tmp_path):
    poor = Recorder(tmp_path / "did.jsonl", delay_s=0)
    async with bot(recorder=poor) as chat:
        poor.can = frozenset({"notify", "alert"})
        judged = await chat.say(INSULT)
        outcomes = {e.action.name: e.detail for e in judged.effects}
        assert outcomes["delete"] == "recorder cannot delete"
        assert "delete" not in chat.did()


def counted(name):
    return REGISTRY.get_sample_value(name)


class Mute:
    """A scorer that has lost its voice."""

    def __init__(self):
        self.name, self.labels = "mute", ("toxicity", "insult")
        self.thresholds = {"likely": {"toxicity": 0.7, "insult": 0.7}, "very likely": {}}

    async def score(self, text):
        raise ScorerError("the model fell over")

    async def close(self):
        return None


async def test_a_scorer_that_fails_is_unknown_and_logged_without_the_text(bot):
    async with bot() as chat:
        before = counted("hearthkeeper_unscored_total")
        chat.app.pipeline.scorer = Mute()
        with capture_logs() as logs:
            judged = await chat.say(INSULT)
        assert not judged.verdict
        assert judged.signals["toxicity"].value is None
        assert "attack" in judged.verdict.unknown
        assert [log["reason"] for log in logs] == ["the model fell over"]
        assert counted("hearthkeeper_unscored_total") == before + 1
        assert INSULT not in str(logs)


async def test_what_cannot_be_decided_is_put_before_people_where_a_rule_says_so(bot, tmp_path):
    text = RULES.replace("    title: Attack\n", "    title: Attack\n    unknown: ask\n")
    (tmp_path / "rules.yaml").write_text(text)
    async with bot() as chat:
        chat.app.pipeline.scorer = Mute()
        judged = await chat.say(INSULT)
        assert chat.did() == ["alert"]
        case = await chat.app.store.case(judged.case.id)
        assert (case.rules, case.policies, case.queue) == ((), ("respect",), "community")
        said = {(one.signal, one.value, one.evidence) for one in judged.verdict.reasons}
        assert ("insult", None, "no score") in said


async def test_a_full_disk_stops_acting_says_so_once_and_resumes(bot, small_disk):
    disk = small_disk("3m")
    async with bot(folder=disk) as chat:
        assert (await chat.say("good morning")) is not None
        ballast = fill(disk)
        with capture_logs() as logs:
            refused = [await chat.say(INSULT + " again" * 400, by=f"m{n}") for n in range(40)]
            assert refused[-1] is None
            before = chat.did()
            assert [await chat.say(INSULT, by="zoe") for _ in range(5)] == [None] * 5
        assert chat.did() == before
        assert chat.app.pipeline.away
        assert counted("hearthkeeper_store_away") == 1
        assert counted("hearthkeeper_unjudged_total") >= 6
        assert len([log for log in logs if log["log_level"] == "error"]) == 1
        ballast.unlink()
        with capture_logs() as logs:
            judged = await chat.say(INSULT, by="zoe")
        assert judged.verdict
        assert not chat.app.pipeline.away
        assert counted("hearthkeeper_store_away") == 0
        assert [log["event"] for log in logs] == ["store back: acting again"]


async def test_what_was_intended_but_never_begun_is_done_at_the_next_start(bot):
    async with bot() as chat:
        platforms = chat.app.pipeline.enforcement.platforms
        chat.app.pipeline.enforcement.store = _Deaf(chat.app.store)
        await chat.say(INSULT)
        assert chat.did() == []
        assert platforms
    async with bot() as chat:
        done = await chat.app.pipeline.enforcement.recover(NOON + timedelta(hours=1))
        assert {e.action.name for e in done} == {"delete", "strike", "warn", "escalate"}
        assert sorted(chat.did()) == ["alert", "delete", "notify"]


class _Deaf:
    """Stands for a process that dies between the record and the act: nothing can be begun."""

    def __init__(self, store):
        self.store = store

    async def begin(self, key, at):
        return False


class _Slow:
    """A store that takes its time to write down what became of an effect."""

    def __init__(self, store):
        self.store = store

    def __getattr__(self, name):
        return getattr(self.store, name)

    async def finish(self, *args):
        await asyncio.sleep(0.02)
        await self.store.finish(*args)


async def test_time_may_pass_while_an_outcome_is_being_written(bot):
    async with bot() as chat:
        hands = chat.app.pipeline.enforcement
        hands.store = _Slow(chat.app.store)
        acting = asyncio.create_task(chat.say(INSULT))
        while not acting.done():
            await hands.tick(NOON + timedelta(minutes=1))
            await asyncio.sleep(0)
        done = await acting
        assert {effect.progress for effect in done.effects} == {Progress.DONE}


async def test_what_was_cut_off_is_finished_or_reported(bot):
    async with bot() as chat:
        chat.app.pipeline.enforcement.store = _Deaf(chat.app.store)
        judged = await chat.say(INSULT)
        for effect in judged.effects:
            assert await chat.app.store.begin(effect.key, NOON)
    async with bot() as chat:
        done = await chat.app.pipeline.enforcement.recover(NOON + timedelta(hours=1))
        outcomes = {e.action.name: e.progress for e in done}
        assert outcomes == {
            "delete": Progress.DONE,
            "strike": Progress.DONE,
            "warn": Progress.UNCONFIRMED,
            "escalate": Progress.UNCONFIRMED,
        }
        assert chat.did() == ["delete"]
        assert await chat.app.pipeline.enforcement.recover(NOON + timedelta(hours=2)) == ()


async def test_a_language_is_learnt_and_spoken(bot):
    async with bot() as chat:
        await chat.say("Привіт усім, як справи? Сьогодні чудова погода", by="olha")
        judged = await chat.say("ти повний ідіот", by="olha")
        warn = next(e for e in judged.effects if e.action.name == "warn")
        assert warn.lang == "uk"
        notices = chat.app.pipeline.enforcement.notices
        assert notices.write("warn", warn) != notices.write("warn", replace(warn, lang="en"))
