"""Two rulebooks over one recording: what each made of every message, and where they differ."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from bot.app import App
from bot.model import Judged
from bot.replay.read import Recording
from bot.replay.run import replay


async def compare(
    app: App, other: App, recording: Recording
) -> AsyncIterator[tuple[dict[str, Any], Judged | None]]:
    """The replay of `app`, each message with `other`, and a summary of the differences.

    Timed effects of the other rulebook stand in lines of their own, `{"other": {"tick": ...}}`.
    """
    theirs = replay(other, recording)
    differing = 0
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    async for line, judged in replay(app, recording):
        if judged is None and "summary" not in line:
            yield line, judged
            continue
        async for their_line, their_judged in theirs:
            if their_judged is None and "summary" not in their_line:
                yield {"other": their_line}, None
                continue
            if judged is None:
                line["summary"]["other"] = their_line["summary"]
                line["summary"]["differences"] = {
                    "messages": differing,
                    "rules_gained": dict(sorted(gained.items())),
                    "rules_lost": dict(sorted(lost.items())),
                }
            else:
                line["other"] = their_line
                mine, other_rules = set(line["rules"]), set(their_line["rules"])
                gained.update(other_rules - mine)
                lost.update(mine - other_rules)
                differing += differs(line)
            break
        yield line, judged


def differs(line: dict[str, Any]) -> bool:
    """Whether the other rulebook hits this message by other rules, or answers it otherwise."""
    other = line["other"]
    return (line["rules"], line["actions"]) != (other["rules"], other["actions"])
