"""`python -m bot.training`: from data and a backbone to a folder that SCORER can name.

With `--from-decisions`: from what managers decided to a file that CORRECTIONS can name.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BotError, ConfigError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

BACKBONE = "intfloat/multilingual-e5-small"
OF_DECISIONS = {"from_decisions", "since", "out"}
"""The options that go with `--from-decisions`; all but the last go with nothing else."""

_DATA = typer.Argument(help="Folders of labelled rows; our own corpus is always learnt from.")
_NAME = typer.Option(help="What the model is called, before the start of its checksum.")
_SAMPLE = typer.Option(min=10, help="Rows of each source, to try the whole way.")
_DETOXIFY = typer.Option("--detoxify", help="Also write a checkpoint in Detoxify's format.")
_START = typer.Option(help="Go on from a model's folder, or a checkpoint that --detoxify wrote.")
_OUT = typer.Option(
    help="The folder to write the model to; the file of corrections with --from-decisions.",
    show_default="model, or corrections.json",
)
_DECISIONS = typer.Option(
    metavar="DATABASE_URL", help="Learn from what managers decided there; trains no model."
)
_SINCE = typer.Option(help="With --from-decisions: only messages later than that, in UTC.")


@app.command()
def train(  # noqa: PLR0913, PLR0917 - an option each
    context: typer.Context,
    data: Annotated[list[Path] | None, _DATA] = None,
    out: Annotated[Path | None, _OUT] = None,
    backbone: Annotated[
        str, typer.Option(help="A Hugging Face id or folder of a BERT-like encoder.")
    ] = BACKBONE,
    name: Annotated[str, _NAME] = "hearth-own",
    layers: Annotated[int, typer.Option(min=1, help="Layers of the backbone to keep.")] = 8,
    pieces: Annotated[int, typer.Option(min=1000, help="Word pieces to keep, at most.")] = 90_000,
    epochs: Annotated[float, typer.Option(min=0.01, help="How often each row is shown.")] = 2.2,
    seed: Annotated[int, typer.Option(help="The same seed gives the same model.")] = 1,
    sample: Annotated[int | None, _SAMPLE] = None,
    detoxify: Annotated[bool, _DETOXIFY] = False,
    start: Annotated[Path | None, _START] = None,
    from_decisions: Annotated[str | None, _DECISIONS] = None,
    since: Annotated[datetime | None, _SINCE] = None,
) -> None:
    """Train a model: `model.onnx`, `tokenizer.json` and `model.json` in one folder.

    A run that was stopped goes on where it was when it is started again with the same options.
    With --start, learning goes on gently from a model of the same layers and pieces (the bundled
    one is bot/scorers/weights), and the weights end halfway between then and now: better on texts
    unlike those learnt from. On two cores the shipped model took fifty minutes and, with --start,
    another 25; a GPU is not used.

    Or, with --from-decisions, learn how far to shift the scores of SCORER in each community.
    """
    if _learns(context):
        _learn(str(from_decisions), out or Path("corrections.json"), since)
        return
    from bot.training.make import Options, make

    to, rows = out or Path("model"), tuple(data or ())
    chosen = Options(
        rows, to, backbone, name, layers, pieces, epochs, seed, sample, detoxify, start
    )
    typer.echo(json.dumps(make(chosen).get("numbers", {}), ensure_ascii=False, indent=1))


def _learns(context: typer.Context) -> bool:
    """Whether decisions are learnt from; `ConfigError` for options that do not go together."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = {name for name, one in sources.items() if one and one.name == "COMMANDLINE"}
    if "from_decisions" in given and (strangers := given - OF_DECISIONS):
        raise ConfigError(f"--from-decisions trains no model: leave out {_told(strangers)}")
    if "from_decisions" not in given and "since" in given:
        raise ConfigError("--since goes with --from-decisions only")
    return "from_decisions" in given


def _told(names: set[str]) -> str:
    return ", ".join("DATA" if name == "data" else f"--{name}" for name in sorted(names))


def _learn(address: str, out: Path, since: datetime | None) -> None:
    from bot.config import read_settings
    from bot.training.decisions import learn

    start = since.replace(tzinfo=UTC) if since else None
    for line in learn(address, out, read_settings().scorer, start):
        typer.echo(line)


def main() -> None:
    """Run; a mistake of the user's is one line on stderr and status 2."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    try:
        app()
    except ImportError as error:
        typer.echo(
            f"error: training needs {error.name}: pip install 'hearthkeeper[training]'", err=True
        )
        raise SystemExit(2) from None
    except BotError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
