"""How a service on the network is asked: how long, how often, and what of its answer is taken."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from bot import clock

LARGEST = 1_000_000
"""Bytes of an answer; what is longer is none."""
_KEY = re.compile(r"[!-~]*")
"""What can stand in a header; others would be quoted in errors."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited for an answer, and when the question is asked again."""

    timeout_s: float = 5.0
    """For the service to take the question, and again for it to go on with its answer."""
    patience_s: float = 15.0
    """From when a text is asked for, its wait for a turn and all attempts included."""
    attempts: int = 4
    first_wait_s: float = 0.5
    """Before the second attempt; it doubles each time, unless the service says how long."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there was no answer, and how long the service asks to be left alone, if it says so."""

    why: str
    asked_s: float | None = None


def unsuitable(url: str, key: str) -> str:
    """What is wrong with the address or the key, in words that tell neither; empty when nothing."""
    try:
        parsed, _ = urlsplit(url), httpx.URL(url)
        fine = parsed.scheme in ("http", "https") and bool(parsed.hostname) and parsed.port != 0
    except (httpx.InvalidURL, ValueError):
        fine = False
    if not url:
        return "REMOTE_SCORER_URL: SCORER=remote needs the address of a moderation service"
    if not fine:
        return "REMOTE_SCORER_URL: not a web address such as https://host/v1/moderations"
    if not _KEY.fullmatch(key):
        return "REMOTE_SCORER_KEY: holds a blank, a line end or a letter that no key has"
    return ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that the service asks to wait, said as such or by a date; None when unsaid."""
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", said):
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max((at - clock.now()).total_seconds(), 0.0)


def body_of(answer: httpx.Response, until: float) -> object:
    """The JSON of an answer, or None when it is none; `ReadTimeout` when it takes past `until`."""
    content = b""
    for chunk in answer.iter_bytes():
        content += chunk
        if time.monotonic() > until:
            raise httpx.ReadTimeout("the answer does not end")
        if len(content) > LARGEST:
            return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
