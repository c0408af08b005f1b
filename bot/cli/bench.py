"""`bench`: the numbers an operator asks for."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.bench.versus import Entrant

Numbers = dict[str, Any]


def bench(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    vs: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Also measure this scorer beside ours; may be repeated."),
    ] = None,
    messages: Annotated[int, typer.Option(min=50, help="Messages through the path.")] = 2400,
    seconds: Annotated[int, typer.Option(min=1, help="How long the steady traffic lasts.")] = 20,
    starts: Annotated[int, typer.Option(min=0, help="How often start-up is measured.")] = 5,
    backtest: Annotated[
        int, typer.Option(min=0, help="Also time a backtest over so many stored messages.")
    ] = 0,
) -> None:
    """Measure speed, latency, start-up and memory on this machine, everything cold.

    Chat messages in six languages go through the whole path into a SQLite file on disk: 2403
    different ones, then the same again with a number behind them. `judge_300_rules_ms` is what a
    rulebook of 300 rules and 2,000 list words takes for one message, its scores given.
    `--backtest 100000` writes that many messages with scores into a database, then times `rules
    backtest` over it by the rulebook in force, start-up included.
    `--vs detoxify --vs alt-profanity-check` measures these scorers, or others that SCORER can name,
    beside ours with one thread and with two, each in processes of its own; one that reads fewer
    than 50 messages a second gets 150. Detoxify has random weights where no others can be had.
    """
    entrants = _entrants(vs, messages) if vs else []
    numbers = asyncio.run(_measure(messages, seconds))
    if entrants:
        numbers |= _side_by_side(entrants)
    if starts:
        from bot.bench.measure import start_up

        with progress("starting the demo", starts) as step:
            numbers["start_s"] = round(start_up(starts, step), 2)
    if backtest:
        numbers |= _backtest(backtest)
    print(json.dumps(numbers) if as_json else _table(numbers))


async def _measure(count: int, seconds: int) -> Numbers:
    from bot.bench import judging, measure
    from bot.bench.alone import peak_memory_mb
    from bot.bench.load import texts

    rate = 50.0
    with progress("the whole path", count) as step:
        path = await measure.throughput(count, step)
    with progress(f"{rate:.0f} messages/s", int(seconds * rate)) as step:
        waits = await measure.latencies(int(seconds * rate), rate, step)
    numbers: Numbers = {
        "path_messages_per_s": round(path, 1),
        **{
            f"latency_p{int(share * 100)}_ms": round(measure.percentile(waits, share) * 1000, 1)
            for share in (0.5, 0.95, 0.99)
        },
        "peak_memory_mb": round(peak_memory_mb(), 1),
    }
    sample = texts()[:count]
    for cores in (1, 2):
        numbers[f"scorer_{cores}_core_messages_per_s"] = await _scorer(sample, cores)
    with progress("a large rulebook", 1) as step:
        numbers["judge_300_rules_ms"] = round(judging.judge_ms(), 3)
        step(1)
    return numbers


def _backtest(count: int) -> Numbers:
    from bot.bench import measure

    with progress(f"a backtest of {count:,} messages", 1) as step:
        seconds = asyncio.run(measure.backtest(count))
        step(1)
    return {"backtest_messages": count, "backtest_s": round(seconds, 1)}


async def _scorer(sample: tuple[str, ...], cores: int) -> float:
    from bot import scorers
    from bot.bench.alone import scorer_alone

    scorer = scorers.load("onnx", threads=cores)
    with progress(f"the scorer on {cores} core(s)", len(sample)) as step:
        speed = await scorer_alone(scorer, sample, step)
    await scorer.close()
    return round(speed, 1)


def _entrants(names: list[str], most: int) -> "list[Entrant]":
    """Our scorer and these, each once; all work, or the first that does not is told."""
    from bot.bench.versus import OURS, entrant

    found = []
    every = list(dict.fromkeys((OURS, *names)))
    with progress("trying the scorers", len(every)) as step:
        for name in every:
            found.append(entrant(name, most))
            step(1)
    return found


def _side_by_side(entrants: "list[Entrant]") -> Numbers:
    from bot.bench import versus

    runs = {}
    with progress("scorers side by side", 2 * len(entrants)) as step:
        for one in entrants:
            for threads in (1, 2):
                runs[one.key, threads] = versus.run(one.name, threads, one.texts)
                step(1)
    return versus.numbers(entrants, runs)


def _table(numbers: Numbers) -> str:
    width = max(map(len, numbers))
    return "\n".join(f"{name:<{width}}  {value}" for name, value in numbers.items())
