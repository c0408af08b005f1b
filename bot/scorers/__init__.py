"""Models that score a text: one kind of model per file, chosen by the `SCORER` setting."""

import difflib
import importlib
import os
import pkgutil
from pathlib import Path

from bot.config import Settings
from bot.errors import ConfigError
from bot.ports import Scorer

# ONNX Runtime would leave an id of this machine in the home directory and report to its makers
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def load(name: str, threads: int | None = None, settings: Settings | None = None) -> Scorer:
    """The scorer of that name, ready to use.

    `name` is a file of this shelf, with an argument after a colon where the file takes one; a
    folder with a model like the bundled one; or a Detoxify checkpoint (`*.ckpt`). `threads` is how
    many texts are worked on at a time. Scorers that need more settings read those in force, unless
    `settings` are given. Raises `ConfigError` for an unknown name, `ScorerError` for a model that
    cannot be used. Only the file that is asked for is imported.
    """
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    names = [found.replace("_", "-") for found in names if not found.startswith("_")]
    kind, _, argument = name.partition(":")
    path = Path(name).expanduser()
    if kind not in names and path.suffix == ".ckpt":
        kind, argument = "detoxify", str(path)
    elif kind not in names and path.is_dir():
        kind, argument = "onnx", str(path)
    if kind in names:
        scorer: Scorer = importlib.import_module(f"{__name__}.{kind.replace('-', '_')}").load(
            argument, threads, settings
        )
        return scorer
    near = difflib.get_close_matches(kind, names, n=1)
    hint = f"did you mean `{near[0]}`? " if near else ""
    raise ConfigError(
        f"no scorer is called `{name}`; {hint}there are {', '.join(names)}, "
        "or a folder with model.onnx, tokenizer.json and model.json"
    )
