"""Models that score a text: one kind of model per file, chosen by the `SCORER` setting."""

import difflib
import importlib
import os
import pkgutil
from pathlib import Path

from bot.errors import ConfigError
from bot.ports import Scorer

# ONNX Runtime would leave an id of this machine in the home directory and report to its makers
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def load(name: str, threads: int | None = None) -> Scorer:
    """The scorer of that name, ready to use.

    `name` is a file of this shelf, a folder with a model like the bundled one, or a Detoxify
    checkpoint (`*.ckpt`). `threads` is how many texts are worked on at a time. Raises
    `ConfigError` for an unknown name, `ScorerError` for a model that cannot be used. Only the
    file that is asked for is imported.
    """
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    names = [found for found in names if not found.startswith("_")]
    if name in names:
        return _scorer(name, threads=threads)
    path = Path(name).expanduser()
    if path.is_dir():
        return _scorer("onnx", folder=path, threads=threads)
    if path.is_file() and path.suffix == ".ckpt":
        return _scorer("detoxify", checkpoint=path, threads=threads)
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean `{near[0]}`? " if near else ""
    raise ConfigError(
        f"no scorer is called `{name}`; {hint}there are {', '.join(names)}, "
        "or a folder with model.onnx, tokenizer.json and model.json"
    )


def _scorer(kind: str, **options: object) -> Scorer:
    scorer: Scorer = importlib.import_module(f"{__name__}.{kind}").Scorer(**options)
    return scorer
