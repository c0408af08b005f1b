"""`rules explain`: why each rule would fire on a text, or would not."""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from bot.cli.options import FILE_OR_PACK, RULEBOOK
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.model import Facts, Message
    from bot.rulebook.explain import Explanation

PLATFORM = "explain"
NOTE = "Scores as stored; member and conversation as they are remembered now, not as they were."


class Asked(NamedTuple):
    """What is asked on the command line about a text that nobody has sent."""

    text: str
    by: str
    roles: tuple[str, ...]
    place: str
    reply: bool


_RULES = typer.Option(metavar=FILE_OR_PACK, help=RULEBOOK)
_MESSAGE = typer.Option(metavar="ID", help="Instead of a text: the id of a stored message.")
_THERE = typer.Option(metavar="NAME", help="The stored message's conversation, by name or id.")
_ROLE = typer.Option(metavar="NAME", help="A role of theirs; can be given again.")
_PLACE = typer.Option("--in", metavar="NAME", help="The channel or topic.")


def explain(  # noqa: PLR0913, PLR0917 - each is an option
    text: Annotated[str | None, typer.Argument(help="What is said; default: stdin.")] = None,
    rules: Annotated[str | None, _RULES] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says it.")] = "somebody",
    role: Annotated[list[str] | None, _ROLE] = None,
    place: Annotated[str, _PLACE] = "somewhere",
    reply: Annotated[bool, typer.Option("--reply", help="It answers another message.")] = False,
    message: Annotated[str | None, _MESSAGE] = None,
    conversation: Annotated[str | None, _THERE] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show for every rule whether it fires on a text, and each condition with what it found.

    A condition shows its value and what it needs; `unknown` says what was wanting. The text is
    judged as the first message of somebody new, unless options say otherwise. With `--message` it
    is one that DATABASE_URL holds, with its stored scores, and with its member and conversation as
    they are remembered now. Nothing is written or done. Exit status: 0, or 2 when it cannot be had.

    Example: `python -m bot rules explain "you are a complete idiot" --reply --role vip`

    Example: `python -m bot rules explain --message 1187 --conversation general`
    """
    from bot.config import read_settings

    _only_one(text, message, conversation)
    settings = read_settings(rules=rules)
    if message is None:
        asked = Asked(_given(text), by, tuple(role or ()), place, reply)
        told = asyncio.run(_said(settings, asked))
    else:
        told = asyncio.run(_stored(settings, message, conversation or ""))
    (_as_json if as_json else _as_lines)(*told)


def _only_one(text: str | None, message: str | None, conversation: str | None) -> None:
    if text is not None and message is not None:
        raise ConfigError("rules explain: a text or --message, not both")
    if conversation is not None and message is None:
        raise ConfigError("rules explain: --conversation goes with --message, --in with a text")


def _given(text: str | None) -> str:
    if text is None:
        if sys.stdin is None or sys.stdin.isatty():
            raise ConfigError('rules explain: say what, such as `rules explain "good morning"`')
        try:
            text = sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError(f"stdin: not UTF-8 text at byte {error.start}") from None
    if not text.strip():
        raise ConfigError("rules explain: the text is empty")
    return text.removesuffix("\n").removesuffix("\r")


Told = tuple["Explanation", "Facts", str]


async def _said(settings: "Settings", asked: Asked) -> Told:
    """A text on the real path, with nothing remembered and hands tied."""
    from bot.app import running
    from bot.errors import StoreError
    from bot.platforms.tied import Tied
    from bot.rulebook.explain import explain

    alone = settings.model_copy(update={"database_url": "sqlite:///:memory:"})
    async with running(alone, [Tied(PLATFORM)]) as app:
        judged = await app.pipeline.handle(_message(asked))
        if judged is None:  # pragma: no cover - memory is never away
            raise StoreError(app.pipeline.away)
        facts, thresholds = judged.facts, app.scorer.thresholds
        return explain(app.rulebook, facts, judged.signals, thresholds), facts, ""


def _message(asked: Asked) -> "Message":
    from bot.clock import now
    from bot.model import Conversation, Member, Message

    place = asked.place.removeprefix("#")
    where = Conversation(PLATFORM, PLATFORM, place, place)
    author = Member(PLATFORM, PLATFORM, asked.by, asked.by, asked.roles)
    return Message("1", where, author, asked.text, now(), reply_to="0" if asked.reply else None)


async def _stored(settings: "Settings", number: str, where: str) -> Told:
    """A stored message; neither scored nor written again."""
    from bot import scorers
    from bot.app import read_rulebook
    from bot.context.facts import gather
    from bot.corrections import corrected, read_corrections
    from bot.normalise import normalise
    from bot.rulebook.explain import explain
    from bot.rulebook.judge import measure
    from bot.store.stored import find_message

    rulebook = read_rulebook(settings)
    kept = await find_message(settings.database_url, number, where)
    message = normalise(kept.message)
    records = kept.member, kept.conversation
    scorer = await asyncio.to_thread(scorers.load, settings.scorer)
    thresholds = scorer.thresholds
    await scorer.close()
    corrections = read_corrections(settings.corrections, scorer)
    scores = corrected(corrections, kept.scores, message.conversation)
    facts = gather(message, scores, kept.lang, *records, again=True, fired=kept.fired)
    return explain(rulebook, facts, measure(facts), thresholds), facts, NOTE


def _as_lines(explanation: "Explanation", facts: "Facts", note: str) -> None:
    from rich.console import Console

    from bot.cli.explained import clean, following, lines

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    said = facts.message.author.name, facts.message.conversation.name, facts.lang or "unknown"
    console.print(clean(facts.message.text), style="bold")
    console.print(clean("by {}, in {}, language {}".format(*said)))
    if note:
        console.print(note)
    for told in explanation.rules:
        console.print()
        for line in lines(told):
            console.print(line)
    console.print()
    console.print(following(explanation))


def _as_json(explanation: "Explanation", facts: "Facts", note: str) -> None:
    from bot.cli.explained import shape

    message = facts.message
    shown: dict[str, Any] = {
        "text": message.text,
        "by": message.author.id,
        "in": message.conversation.id,
        "lang": facts.lang,
        "scores": {name: round(score, 4) for name, score in facts.scores.items()},
    }
    shown |= {"note": note} if note else {}
    print(json.dumps(shown | shape(explanation), ensure_ascii=False))
