"""A moderation service of the kind that OpenAI offers: every text leaves this host.

It is asked only when it is chosen, with REMOTE_SCORER_URL. Its categories stand for our labels so,
the highest counting where there are several:

| ours | theirs |
|---|---|
| toxicity | harassment, harassment/threatening, hate, hate/threatening |
| insult | harassment |
| threat | harassment/threatening, hate/threatening |
| identity_attack | hate, hate/threatening |

All else is left out and stays unknown: to tell of violence threatens nobody, to speak of sex is not
yet vulgar, and nothing there says `provocation` or `directed`. A label is known when one of its
categories is.
"""

import time
from collections.abc import Mapping
from queue import Full
from threading import Event, Lock

import httpx

from bot.config import Settings, read_settings
from bot.errors import ConfigError, ScorerError
from bot.scorers._in_time import InTime
from bot.scorers._service import Pace, Trouble, body_of, retry_after, unsuitable

SAID = {
    "toxicity": ("harassment", "harassment/threatening", "hate", "hate/threatening"),
    "insult": ("harassment",),
    "threat": ("harassment/threatening", "hate/threatening"),
    "identity_attack": ("hate", "hate/threatening"),
}
LABELS = tuple(SAID)
THRESHOLDS = {
    "likely": dict.fromkeys(LABELS, 0.5),
    "very likely": dict.fromkeys(LABELS, 0.75),
}
"""Cut as for Detoxify; nobody has calibrated it for chats."""
AT_ONCE = 8
"""Texts that are asked about at a time."""
WAITING = 256
"""Texts that wait for their turn at most; in half a second each, as many are answered in time."""
SHORTEST_S = 0.01
"""Seconds that an answer is waited for when no time is left; none at all cannot be asked for."""
LONGEST = 10_000
"""Characters sent of a text."""
MENDS = {
    401: "check REMOTE_SCORER_KEY",
    403: "check REMOTE_SCORER_KEY",
    404: "check REMOTE_SCORER_URL and REMOTE_SCORER_MODEL",
}
BUSY = 429
BROKEN = 500
FINE = 200


def load(argument: str, threads: int | None, settings: Settings | None) -> "Scorer":
    """The service that the settings name; it takes no argument."""
    if argument:
        raise ConfigError(f"remote takes no `{argument}`: set REMOTE_SCORER_MODEL")
    settings = settings or read_settings()
    key = settings.remote_scorer_key.get_secret_value()
    return Scorer(settings.remote_scorer_url, key, settings.remote_scorer_model, threads)


class Scorer:
    """Scores by the service at `url`; without a `key` it is asked without one.

    `threads` texts are asked about at a time, and no more than `WAITING` others wait. Where the
    service is busy or broken it is asked again as `pace` says. Raises `ConfigError` for an address
    or a key that cannot be one.
    """

    labels: tuple[str, ...] = LABELS
    thresholds: Mapping[str, Mapping[str, float]] = THRESHOLDS

    def __init__(
        self,
        url: str,
        key: str = "",
        model: str = "",
        threads: int | None = None,
        pace: Pace = Pace(),  # noqa: B008 - frozen
    ) -> None:
        if wrong := unsuitable(url, key):
            raise ConfigError(wrong)
        self.sends_to = httpx.URL(url).host
        self.name = f"remote:{model}" if model else "remote"
        self._url, self._model, self._pace = url, model, pace
        self._client = httpx.Client(headers={"Authorization": f"Bearer {key}"} if key else {})
        self._closing = Event()
        self._lock = Lock()
        self._rest_until = float("-inf")
        self._once = InTime(self._read, threads or AT_ONCE, WAITING, pace.patience_s)

    async def score(self, text: str) -> dict[str, float]:
        """The scores of this text alone; all 0.0 for a blank one, which is not sent.

        `ScorerError` when there are none by the end of the pace's patience, which begins here and
        not when the text has its turn, and at once when too many others wait already.
        """
        sent = text[:LONGEST].encode(errors="replace").decode()
        if not sent.strip():
            return dict.fromkeys(LABELS, 0.0)
        try:
            return await self._once(sent)
        except Full:
            raise self._failed(f"is too slow: the queue is full, {WAITING} texts wait") from None
        except TimeoutError:
            raise self._failed(f"gave no answer within {self._pace.patience_s:g} s") from None

    async def close(self) -> None:
        """Give up what waits to be asked again, and let go of connections and threads."""
        self._closing.set()
        self._client.close()
        await self._once.close()

    def _read(self, text: str, until: float) -> dict[str, float]:
        """In a worker thread: ask until there is an answer, or no time for another attempt."""
        if time.monotonic() >= until:
            raise self._failed("was too slow with the texts before this one")
        why, attempt = "", 0
        for attempt in range(1, self._pace.attempts + 1):
            self._rest(until)
            found = self._ask(text, until)
            if isinstance(found, dict):
                return found
            why, wait_s = found.why, self._pace.first_wait_s * 2 ** (attempt - 1)
            if found.asked_s is not None:
                wait_s = found.asked_s
                self._let_rest(wait_s)
            if attempt == self._pace.attempts or time.monotonic() + wait_s > until:
                break
            self._wait(wait_s)
        raise self._failed(f"{why}, asked {attempt} time{'s' * (attempt > 1)}")

    def _ask(self, text: str, until: float) -> dict[str, float] | Trouble:
        """Ask once; `ScorerError` where asking again would help nothing."""
        left_s = max(until - time.monotonic(), SHORTEST_S)
        question, wait_s = self._question(text), min(self._pace.timeout_s, left_s)
        try:
            with self._client.stream("POST", self._url, json=question, timeout=wait_s) as answer:
                status, asked_s = answer.status_code, retry_after(answer.headers)
                body = body_of(answer, until)
        except httpx.HTTPError as error:
            return Trouble(f"did not answer: {type(error).__name__}")
        if status == FINE:
            return self._scores(body)
        if status != BUSY and status < BROKEN:
            raise self._failed(f"answered {status}; {MENDS.get(status, 'it refuses such texts')}")
        return Trouble(f"answered {status}", asked_s)

    def _question(self, text: str) -> dict[str, str]:
        return {"input": text} | ({"model": self._model} if self._model else {})

    def _scores(self, body: object) -> dict[str, float]:
        """Our labels out of the answer; `ScorerError` when there are none in it."""
        try:
            found = body["results"][0]["category_scores"]  # type: ignore[index]
            known = {name: score for name, score in found.items() if type(score) in (int, float)}
        except (TypeError, LookupError, AttributeError):
            raise self._failed("gave an answer without category_scores") from None
        scores = {}
        for label, names in SAID.items():
            if theirs := [known[name] for name in names if name in known]:
                scores[label] = max(theirs)
        if not scores or not all(0 <= score <= 1 for score in scores.values()):
            raise self._failed("gave no scores in 0..1 of a category that we know")
        return {label: float(score) for label, score in scores.items()}

    def _let_rest(self, seconds: float) -> None:
        """Nobody asks the service before it wants to be asked again."""
        with self._lock:
            self._rest_until = max(self._rest_until, time.monotonic() + seconds)

    def _rest(self, until: float) -> None:
        """Wait while the service wants to be left alone; fail when that is too long."""
        rest_until = self._rest_until
        if rest_until > until:
            raise self._failed("asked to be left alone for longer than a message can wait")
        self._wait(rest_until - time.monotonic())

    def _wait(self, seconds: float) -> None:
        if self._closing.wait(max(seconds, 0.0)):
            raise ScorerError("the scorer was closed before this text had its turn")

    def _failed(self, why: str) -> ScorerError:
        return ScorerError(f"the remote scorer at {self.sends_to} {why}")
