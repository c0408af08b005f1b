"""`bench`: the numbers an operator asks for."""

import asyncio
import json
from typing import Annotated, Any

import typer

from bot.cli.progress import progress
from bot.errors import ConfigError

Numbers = dict[str, Any]


def bench(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    vs: Annotated[str | None, typer.Option(help="Also measure this heavier model.")] = None,
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
    `--vs detoxify` runs the architecture of Detoxify (XLM-R base) beside our model.
    """
    if vs not in {None, "detoxify"}:
        raise ConfigError(f"--vs: no model `{vs}` to compare with; there is `detoxify`")
    numbers = asyncio.run(_measure(messages, seconds, vs))
    if starts:
        from bot.bench.measure import start_up

        with progress("starting the demo", starts) as step:
            numbers["start_s"] = round(start_up(starts, step), 2)
    if backtest:
        numbers |= _backtest(backtest)
    print(json.dumps(numbers) if as_json else _table(numbers))


async def _measure(count: int, seconds: int, vs: str | None) -> Numbers:
    from bot.bench import judging, measure
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
        "peak_memory_mb": round(measure.peak_memory_mb(), 1),
    }
    sample = texts()[:count]
    for cores in (1, 2):
        numbers[f"scorer_{cores}_core_messages_per_s"] = await _scorer(sample, cores)
    with progress("a large rulebook", 1) as step:
        numbers["judge_300_rules_ms"] = round(judging.judge_ms(), 3)
        step(1)
    if vs is not None:
        numbers |= await _versus(sample[:100])
    return numbers


def _backtest(count: int) -> Numbers:
    from bot.bench import measure

    with progress(f"a backtest of {count:,} messages", 1) as step:
        seconds = asyncio.run(measure.backtest(count))
        step(1)
    return {"backtest_messages": count, "backtest_s": round(seconds, 1)}


async def _scorer(sample: tuple[str, ...], cores: int) -> float:
    from bot import scorers
    from bot.bench.measure import scorer_alone

    scorer = scorers.load("onnx", threads=cores)
    with progress(f"the scorer on {cores} core(s)", len(sample)) as step:
        speed = await scorer_alone(scorer, sample, step)
    await scorer.close()
    return round(speed, 1)


async def _versus(sample: tuple[str, ...]) -> Numbers:
    """Both models over the same texts, each on one core."""
    from bot.bench.measure import heavy_scorer, scorer_alone

    ours = await _scorer(sample, 1)
    scorer, trained = heavy_scorer()
    with progress("detoxify", len(sample)) as step:
        theirs = await scorer_alone(scorer, sample, step)
    await scorer.close()
    return {
        "detoxify_messages_per_s": round(theirs, 2),
        "detoxify_weights": "trained" if trained else "random (the speed is the same)",
        "times_detoxify": round(ours / theirs, 1),
    }


def _table(numbers: Numbers) -> str:
    width = max(map(len, numbers))
    return "\n".join(f"{name:<{width}}  {value}" for name, value in numbers.items())
