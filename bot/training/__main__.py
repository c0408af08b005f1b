"""`python -m bot.training`: from data and a backbone to a folder that SCORER can name."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BotError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

BACKBONE = "intfloat/multilingual-e5-small"


@app.command()
def train(  # noqa: PLR0913, PLR0917 - an option each
    data: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of labelled rows; our own corpus is always learnt from."),
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write the model to.")] = Path("model"),
    backbone: Annotated[
        str, typer.Option(help="A Hugging Face id or folder of a BERT-like encoder.")
    ] = BACKBONE,
    name: Annotated[str, typer.Option(help="What the model is called.")] = "hearth-own",
    layers: Annotated[int, typer.Option(min=1, help="Layers of the backbone to keep.")] = 6,
    pieces: Annotated[int, typer.Option(min=1000, help="Word pieces to keep, at most.")] = 100_000,
    epochs: Annotated[float, typer.Option(min=0.01, help="How often each row is shown.")] = 1.4,
    seed: Annotated[int, typer.Option(help="The same seed gives the same model.")] = 1,
    sample: Annotated[
        int | None, typer.Option(min=10, help="Rows of each source, to try the whole way.")
    ] = None,
    detoxify: Annotated[
        bool, typer.Option("--detoxify", help="Also write a checkpoint in Detoxify's format.")
    ] = False,
) -> None:
    """Train a model: `model.onnx`, `tokenizer.json` and `model.json` in one folder.

    A run that was stopped goes on where it was when it is started again with the same options.
    On two cores the shipped model takes about an hour; a GPU is not used.
    """
    from bot.training.make import Options, make

    chosen = Options(
        tuple(data or ()), out, backbone, name, layers, pieces, epochs, seed, sample, detoxify
    )
    typer.echo(json.dumps(make(chosen).get("numbers", {}), ensure_ascii=False, indent=1))


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
