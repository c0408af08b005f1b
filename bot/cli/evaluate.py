"""`evaluate`: how good the scorer is, on labelled data."""

import asyncio
import json
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.progress import progress
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.evaluation.hidden import Exam
    from bot.evaluation.measured import Object
    from bot.evaluation.rows import Data
    from bot.evaluation.run import Scored
    from bot.evaluation.talks import Talk

evaluate = typer.Typer(
    name="evaluate",
    help="Say how good the bot is: on labelled `messages`, in `disguises`, on `conversations`.",
    no_args_is_help=True,
)

_FILES = typer.Argument(metavar="FILE...", help="Labelled messages, one JSON object a line.")
_SCORER = typer.Option(
    metavar="NAME", help="A model, or a folder with one; can be given again. Default: SCORER."
)
_LABEL = typer.Option(
    metavar="OURS=ORIGINAL", help="Take an original label for one of ours; can be given again."
)
_EVERY = typer.Option(
    min=1,
    metavar="N",
    help="Only lines whose number, from 0, N divides; 20: those held out of our own.",
)
_ONE_SCORER = typer.Option(metavar="NAME", help="A model, or a folder with one. Default: SCORER.")
_TOXIC = typer.Option(min=1, metavar="N", help="At most so many toxic messages.")
_HONEST = typer.Option(min=1, metavar="N", help="At most so many honest messages.")
_TALKS = typer.Argument(metavar="FILE...", help="Labelled conversations, one JSON object a line.")
_RULES = typer.Option(metavar="FILE", help="The rulebook; default: the one in force.")
_IDS = typer.Option(help="Only those whose id ends in an even, or an odd, number.")
_LIMIT = typer.Option(min=1, metavar="N", help="At most so many messages of each file.")


class Ids(StrEnum):
    """Which conversations are heard, so that one half can be tuned on and the other measured."""

    ALL = "all"
    EVEN = "even"
    ODD = "odd"

    def takes(self, one: str) -> bool:
        """Whether it takes the conversation of that id; one without a number only by `all`."""
        digits = re.search(r"(\d)\D*$", one)
        return self is Ids.ALL or (digits is not None and int(digits[1]) % 2 == (self is Ids.ODD))


@evaluate.command()
def messages(
    files: Annotated[list[Path], _FILES],
    scorer: Annotated[list[str] | None, _SCORER] = None,
    label: Annotated[list[str] | None, _LABEL] = None,
    every: Annotated[int, _EVERY] = 1,
    limit: Annotated[int | None, _LIMIT] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Hold scores against labels: how well they rank, what their cuts are worth, whom they hit.

    A line of FILE has `text`, `lang` and our labels (`toxicity`, `insult`..., 0 or 1) with a `kind`
    if you have it; or `toxic` (0, 1 or null: unknown) and other people's `labels`. Messages are
    read and scored as live ones. For each label: AUC with a 95 % interval, average precision,
    and precision, recall and F1 at the scorer's own `likely`; how far scores are from chances (15
    bins of equal width); false alarms by harmless kind and among messages that name a group of
    people. `--json` has it all for each file and each language.

    Example: `python -m bot evaluate messages mine.jsonl --label provocation=antagonise`
    """
    from bot.config import read_settings
    from bot.evaluation.report import report
    from bot.evaluation.rows import Wanted, read_files

    wanted = Wanted(every, limit, _renamed(label or []))
    asked = scorer or [read_settings().scorer]
    for one in asked:
        if asked.count(one) > 1:
            raise ConfigError(f"--scorer: `{one}` is given twice")
    data = read_files(files, wanted)
    whole = report(data, wanted, asyncio.run(_scored(asked, data)))
    if as_json:
        print(json.dumps(whole, ensure_ascii=False))
    else:
        from bot.cli.evaluation_tables import show

        show(whole)


@evaluate.command()
def disguises(
    files: Annotated[list[Path], _FILES],
    scorer: Annotated[str | None, _ONE_SCORER] = None,
    toxic: Annotated[int, _TOXIC] = 2000,
    honest: Annotated[int, _HONEST] = 5000,
    every: Annotated[int, _EVERY] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="The same chooses the same.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Hide toxic messages in twenty disguises, and see whether undoing them hurts honest ones.

    A line of FILE is as for `messages`; `toxicity`, or `toxic`, tells the two sorts apart. They are
    taken by chance, from each language as many as long as it has them. For each disguise: the share
    of messages that reach the scorer's own `likely` for toxicity before and after, among those that
    it changes, and the same of honest messages, as a scorer that flags all that looks odd loses
    nothing. For honest messages: how far toxicity moves between the text as given and as a live
    message. `--json` has it all for each language.

    Example: `python -m bot evaluate disguises mine.jsonl --toxic 200 --honest 500`
    """
    from bot.config import read_settings
    from bot.evaluation.hidden import exam
    from bot.evaluation.rows import Wanted, read_files

    questions = exam(read_files(files, Wanted(every)).rows, toxic, honest, seed)
    whole = asyncio.run(_examined(scorer or read_settings().scorer, questions))
    if as_json:
        print(json.dumps(whole, ensure_ascii=False))
    else:
        from bot.cli.disguise_tables import show

        show(whole)


@evaluate.command()
def conversations(
    files: Annotated[list[Path], _TALKS],
    rules: Annotated[Path | None, _RULES] = None,
    scorer: Annotated[str | None, _ONE_SCORER] = None,
    ids: Annotated[Ids, _IDS] = Ids.ALL,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Hear whole conversations, hands tied, and see which quarrels raise the alarm in time.

    A line of FILE has `turns` (`author`, `at` in seconds, `text`, `reply_to`, `toxicity`) and says
    whether it becomes a `flame_war`, from which turn on (`onset`), and who is the `troll` or the
    `target`; or it has `turns` of a `speaker` with `labels`, and `derails`. An alarm is an
    `escalate`, or a rule about what goes on between people that acts. It is in time from three
    turns before the onset to one after. `--json` has it all for each language, kind and file.

    Example: `python -m bot evaluate conversations mine.jsonl --rules rules/gaming.yaml`
    """
    from bot.evaluation.talks import read_talks

    talks = [talk for talk in read_talks(files) if ids.takes(talk.id)]
    if not talks:
        raise ConfigError(f"--ids {ids}: no conversation has such an id")
    whole = asyncio.run(_heard(talks, rules, scorer, ids))
    if as_json:
        print(json.dumps(whole, ensure_ascii=False))
    else:
        from bot.cli.conversation_tables import show

        show(whole)


def _renamed(given: Sequence[str]) -> dict[str, str]:
    """Our labels with the original ones that are taken for them."""
    from bot.evaluation.rows import LABELS
    from bot.rulebook.mistakes import nearest

    found: dict[str, str] = {}
    for one in given:
        ours, _, theirs = one.partition("=")
        if not theirs:
            raise ConfigError(f"--label: `{one}` is not OURS=ORIGINAL")
        if ours not in LABELS:
            raise ConfigError(f"--label: unknown label `{ours}`{nearest(ours, LABELS)}")
        if ours in found:
            raise ConfigError(f"--label: `{ours}` is given twice")
        found[ours] = theirs
    return found


async def _scored(asked: Sequence[str], data: "Data") -> list["Scored"]:
    """All scorers are loaded first: a name that is none is found out before the long work."""
    from bot import scorers
    from bot.evaluation.run import scored

    models = {name: await asyncio.to_thread(scorers.load, name) for name in asked}
    found = []
    try:
        for name, model in models.items():
            with progress(name, len(data.rows)) as step:
                found.append(await scored(name, model, data.rows, step))
    finally:
        for model in models.values():
            await model.close()
    return found


async def _examined(asked: str, questions: "Exam") -> "Object":
    from bot import scorers
    from bot.evaluation.hidden import examined

    model = await asyncio.to_thread(scorers.load, asked)
    try:
        with progress(asked, questions.steps) as step:
            return await examined(asked, model, questions, step)
    finally:
        await model.close()


async def _heard(
    talks: Sequence["Talk"], rules: Path | None, scorer: str | None, ids: Ids
) -> "Object":
    from bot.app import running
    from bot.config import read_settings
    from bot.evaluation.listen import listen
    from bot.evaluation.quarrels import report
    from bot.platforms.tied import Tied

    settings = read_settings(
        rules=str(rules) if rules else None, scorer=scorer, database_url="sqlite:///:memory:"
    )
    with progress("listening", sum(len(talk.turns) for talk in talks)) as step:
        async with running(settings, [Tied("replay")]) as app:
            found = await listen(app, talks, step)
            return report(found, app.scorer.name, next(iter(app.rulebook.sources)), ids)
