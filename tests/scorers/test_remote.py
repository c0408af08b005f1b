"""A moderation service asked over a real connection: what it says, and when it does not answer."""

import asyncio
import logging
import time
from email.utils import formatdate

import pytest
from structlog.testing import capture_logs

from bot.config import Settings, read_settings
from bot.errors import ConfigError, ScorerError
from bot.scorers import load
from bot.scorers._service import Pace, retry_after
from bot.scorers.remote import Scorer
from tests.scorers.service import KEY, OURS, SAID, Service, answer

QUICK = Pace(timeout_s=30, patience_s=60, attempts=4, first_wait_s=0.01)


@pytest.fixture
async def scorer(service):
    scorer = Scorer(service.url, KEY, "omni", pace=QUICK)
    yield scorer
    await scorer.close()


async def test_a_text_is_sent_with_key_and_model_and_the_answer_is_in_our_labels(service, scorer):
    assert await scorer.score("hello") == OURS
    asked = {"input": "hello", "model": "omni"}
    assert service.asked == [("/v1/moderations", f"Bearer {KEY}", asked)]
    assert scorer.name == "remote:omni"
    assert scorer.sends_to == "127.0.0.1"
    assert set(OURS) == set(scorer.labels) == set(scorer.thresholds["very likely"])


async def test_without_key_and_model_neither_is_sent(service):
    scorer = Scorer(service.url)
    await scorer.score("hello")
    assert service.asked == [("/v1/moderations", None, {"input": "hello"})]
    await scorer.close()


async def test_what_is_not_told_is_absent(service, scorer):
    service.script = [answer({"hate": 0, "violence": 1})]
    assert await scorer.score("hello") == dict.fromkeys(("toxicity", "identity_attack"), 0.0)


async def test_a_blank_text_is_not_sent(service, scorer):
    assert await scorer.score(" \n") == dict.fromkeys(scorer.labels, 0.0)
    assert service.asked == []


async def test_a_text_is_sent_once_for_all_who_ask(service, scorer):
    await asyncio.gather(*(scorer.score("hello") for _ in range(20)))
    assert len(service.asked) == 1


async def test_no_more_texts_are_asked_about_at_a_time_than_agreed(service):
    service.delay_s = 0.05
    scorer = Scorer(service.url, threads=3, pace=QUICK)
    await asyncio.gather(*(scorer.score(str(number)) for number in range(12)))
    assert service.most == 3
    await scorer.close()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "answered 401; check REMOTE_SCORER_KEY"),
        (403, "answered 403; check REMOTE_SCORER_KEY"),
        (404, "answered 404; check REMOTE_SCORER_URL and REMOTE_SCORER_MODEL"),
        (400, "answered 400"),
        (307, "answered 307"),
    ],
)
async def test_what_is_refused_is_not_asked_again(service, scorer, status, said):
    body = f"wrong key {KEY}".encode()
    service.script = [(status, {"Location": "http://127.0.0.1:9/"}, body)]
    with pytest.raises(ScorerError, match=said):
        await scorer.score("hello")
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_or_broken_service_is_asked_again(service, scorer, status):
    service.script = [(status, {}, b"")] * 3 + [answer(SAID)]
    assert await scorer.score("hello") == OURS
    gaps = [late - early for early, late in zip(service.at, service.at[1:], strict=False)]
    assert len(gaps) == 3
    assert all(gap >= wait for gap, wait in zip(gaps, (0.01, 0.02, 0.04), strict=True))


async def test_in_the_end_it_is_given_up(service, scorer):
    service.script = [(500, {}, b"")]
    with pytest.raises(ScorerError, match=r"127\.0\.0\.1 answered 500, asked 4 times"):
        await scorer.score("hello")
    assert len(service.asked) == 4
    service.script = [answer(SAID)]
    assert await scorer.score("hello") == OURS


async def test_nobody_asks_before_the_service_wants_to_be_asked_again(service, scorer):
    service.script = [(429, {"Retry-After": "0.4"}, b""), answer(SAID)]
    first = asyncio.create_task(scorer.score("hello"))
    await asyncio.to_thread(service.begun.wait, 10)
    await asyncio.sleep(0.1)
    await asyncio.gather(first, scorer.score("other"))
    assert len(service.at) == 3
    assert all(later - service.at[0] >= 0.4 for later in service.at[1:])


async def test_a_wait_longer_than_a_message_can_is_given_up_at_once_by_all(service, scorer):
    service.script = [(429, {"Retry-After": "3600"}, b"")]
    began = time.monotonic()
    with pytest.raises(ScorerError, match=r"answered 429, asked 1 time$"):
        await scorer.score("hello")
    with pytest.raises(ScorerError, match="left alone"):
        await scorer.score("other")
    assert time.monotonic() - began < QUICK.patience_s / 2
    assert len(service.asked) == 1


def test_a_wait_is_said_in_seconds_or_by_a_date():
    assert retry_after({"retry-after": "7"}) == 7
    soon = retry_after({"retry-after": formatdate(time.time() + 30, usegmt=True)})
    assert 25 < soon <= 30
    assert retry_after({"retry-after": formatdate(0, usegmt=True)}) == 0
    for said in ("", "soon", "-1", "nan", "1e9", "inf"):
        assert retry_after({"retry-after": said}) is None


async def test_a_service_that_does_not_answer_is_given_up(service):
    service.delay_s = 5
    scorer = Scorer(service.url, KEY, pace=Pace(timeout_s=0.1, patience_s=60, attempts=2))
    with pytest.raises(ScorerError, match="did not answer: ReadTimeout, asked 2 times"):
        await scorer.score("hello")
    await scorer.close()


async def test_a_service_that_is_not_there_is_given_up():
    with Service() as nobody:
        url = nobody.url
    scorer = Scorer(url, KEY, pace=QUICK)
    with pytest.raises(ScorerError, match="did not answer: ConnectError"):
        await scorer.score("hello")
    await scorer.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>hello</html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b'{"results": []}',
        b'{"results": [{"category_scores": [1]}]}',
        b'{"results": [{"category_scores": {}}]}',
        b'{"results": [{"category_scores": {"violence": 0.5}}]}',
        b'{"results": [{"category_scores": {"hate": 1.5}}]}',
        b'{"results": [{"category_scores": {"hate": NaN}}]}',
        b'{"results": [{"category_scores": {"hate": true}}]}',
        b'{"results": [{"category_scores": {"hate": ' + b"9" * 400 + b"}}]}",
        b" " * 1_000_001,
    ],
    ids=lambda body: body[:60].decode(errors="replace"),
)
async def test_an_answer_that_makes_no_sense_is_no_score(service, scorer, body):
    service.script = [(200, {}, body)]
    with pytest.raises(ScorerError, match=r"remote scorer at 127\.0\.0\.1 gave "):
        await scorer.score("hello")


async def test_closing_does_not_wait_for_another_attempt(service):
    service.script = [(429, {"Retry-After": "50"}, b"")]
    scorer = Scorer(service.url, KEY, pace=QUICK)
    asking = asyncio.create_task(scorer.score("hello"))
    await asyncio.to_thread(service.begun.wait, 10)
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await scorer.close()
    with pytest.raises(ScorerError, match="closed"):
        await asking
    assert time.monotonic() - began < 25


async def test_the_key_is_in_no_log_and_no_error(service, caplog):
    caplog.set_level(logging.DEBUG)
    settings = read_settings(remote_scorer_url=service.url, remote_scorer_key=KEY, scorer="remote")
    seen = [repr(settings), str(settings), settings.model_dump_json()]
    scorer = load("remote", settings=settings)
    with capture_logs() as logged:
        for script in (answer(SAID), (401, {}, KEY.encode()), (400, {"X-Key": "no"}, b"")):
            service.script = [script]
            try:
                await scorer.score(f"text {script[0]}")
            except ScorerError as error:
                seen += [repr(error), str(error), repr(error.__cause__)]
    await scorer.close()
    assert service.asked[0][1] == f"Bearer {KEY}"
    assert KEY not in "".join([*seen, caplog.text, str(logged), repr(vars(scorer))])


@pytest.mark.parametrize("bad", ["sk-secret\nX: y", "sk secret", "sk-sécret", "sk-secret\x00"])
def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(bad):
    with pytest.raises(ConfigError, match="REMOTE_SCORER_KEY: ") as raised:
        Scorer("https://example.com/v1", bad)
    assert "cret" not in str(raised.value)


@pytest.mark.parametrize("url", ["", "example.com", "ftp://example.com", "https://", "http://[x"])
def test_an_address_that_is_none_is_refused(url):
    settings = Settings(_env_file=None, remote_scorer_url=url)
    with pytest.raises(ConfigError, match="REMOTE_SCORER_URL: "):
        load("remote", settings=settings)


def test_the_remote_scorer_takes_no_argument():
    with pytest.raises(ConfigError, match="set REMOTE_SCORER_MODEL"):
        load("remote:omni")


async def test_in_tiers_only_what_is_in_doubt_leaves_the_host(service):
    settings = Settings(_env_file=None, remote_scorer_url=service.url)
    scorer = load("tiered:remote", threads=1, settings=settings)
    assert scorer.sends_to == "127.0.0.1"
    await scorer.score("thanks, that helped!")
    assert service.asked == []
    await scorer.close()
