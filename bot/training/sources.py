"""The public data sets that the model may learn from, and what their labels mean in ours.

Only sources whose licence lets weights trained on them be shipped: a model's folder carries this
table. A label that a source does not decide stays unknown, and the loss does not look at it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.evaluation.rows import HALF, HOSTILE
from bot.training.rows import Row, objects

Found = dict[str, Any]
Labels = Mapping[str, float]
LONGEST = 300
"""Characters of a text that is taken: chat messages are shorter, and long ones cost time."""
CALM: Labels = dict.fromkeys(HOSTILE, 0.0)
"""No hostility of any sort, in vulgar words perhaps."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set: where it comes from, how it reads, and at most how many rows are taken of it."""

    file: str
    origin: str
    licence: str
    read: Callable[[Found], Labels | None]
    toxic: int
    harmless: int

    def rows(self, folder: Path) -> Iterator[Row]:
        """Its rows in the order of the file; none when the folder does not have it.

        `ConfigError` names file and line of one that is not as the source has them.
        """
        path = folder / f"{self.file}.jsonl"
        for number, found in objects(path, "text") if path.is_file() else ():
            try:
                labels = self._labels(found)
            except (KeyError, TypeError, ValueError) as error:
                said = f"{path}:{number + 1}: not a row of this source: {error!r}"
                raise ConfigError(said) from None
            text = found["text"]
            if labels is not None and text.strip() and len(text) <= LONGEST:
                yield Row(text, str(found.get("lang", "")), labels, "", self.file, number)

    def _labels(self, found: Found) -> Labels | None:
        """What a row says; None where its source left open whether it is toxic, or it misleads."""
        toxic = found["toxic"]
        if toxic not in {None, 0, 1}:
            raise ValueError(f"`toxic` is {toxic!r}")
        return None if toxic is None else self.read(found)


def _plain(positive: float = 0.95, negative: float = 0.05) -> Callable[[Found], Labels]:
    """Toxic or not and nothing else, smoothed as far as the annotators are to be doubted."""

    def read(found: Found) -> Labels:
        return {"toxicity": positive if found["toxic"] else negative}

    return read


def _hate(negative: float) -> Callable[[Found], Labels]:
    """Hate of groups; what is not hateful may still be rude or a threat.

    `negative` is about the share that is rude, of some dozens read: no list of words finds them.
    """

    def read(found: Found) -> Labels:
        if found["toxic"]:
            return {"toxicity": 1.0, "identity_attack": 1.0}
        return {"toxicity": negative, "identity_attack": 0.0}

    return read


def _davidson(found: Found) -> Labels:
    """Its `offensive` is often friendly talk in a dialect: vulgar mostly, hostile about half."""
    return {
        "neither": {"toxicity": 0.05, "identity_attack": 0.0, "threat": 0.0},
        "offensive": {"toxicity": 0.6, "obscene": 0.9},
        "hate": {"toxicity": 0.95, "identity_attack": 1.0},
    }[found["labels"]["class"]]


def _paradetox(found: Found) -> Labels:
    """A rude sentence, or the same said politely: the rude word alone makes the difference."""
    if found["toxic"]:
        return {"toxicity": 0.85}
    return {"toxicity": 0.05, "obscene": 0.0, "threat": 0.0}


def _spans(found: Found) -> Labels:
    return {"toxicity": max(0.6, 1 - float(found["labels"]["frac_not_toxic"]))}


def _github(found: Found) -> Labels | None:
    """Its threats are mostly of a ban, by moderators; its identity attacks often name-calling."""
    if not found["toxic"]:
        return {"toxicity": 0.0, "insult": 0.0, "threat": 0.0, "obscene": 0.0}
    sort = str(found["labels"]["tbdf"]).casefold()
    if "threat" in sort:
        return None
    labels = {"toxicity": 0.95}
    for word, label in (("insult", "insult"), ("mock", "provocation"), ("vulgar", "obscene")):
        if word in sort:
            labels[label] = 1.0
    return labels


def _germeval(found: Found) -> Labels:
    """Its abuse is hostility to what somebody stands for, mostly a group: not always an insult."""
    return {
        "OTHER": {"toxicity": 0.05, "insult": 0.0, "threat": 0.0, "obscene": 0.0},
        "PROFANITY": {"obscene": 1.0, "insult": 0.0},
        "INSULT": {"toxicity": 0.95, "insult": 1.0},
        "ABUSE": {"toxicity": 0.95},
    }[found["labels"]["fine"]]


def _ordinary(found: Found) -> Labels | None:
    """Talk of editors, but for what the scorer that came with it holds for toxic."""
    return None if float(found["labels"]["perspective"]) > HALF else CALM


MIT, CC0, CC_BY, APACHE, BSD = "MIT", "CC0-1.0", "CC-BY-4.0", "Apache-2.0", "BSD-3-Clause"
SOURCES = (
    Source("davidson", "t-davidson/hate-speech-and-offensive-language", MIT, _davidson, 4000, 4000),
    Source("paradetox_en", "s-nlp/paradetox", CC0, _paradetox, 7000, 7000),
    Source("toxic_spans_civil", "ipavlopoulos/toxic_spans", CC0, _spans, 5000, 0),
    Source("hatemoji_build", "HannahKirk/Hatemoji", CC_BY, _hate(0.2), 1800, 1800),
    Source("toxigen_demos", "microsoft/TOXIGEN", MIT, _hate(0.05), 400, 400),
    Source("incivility_github", "vcu-swim-lab/incivility-dataset", MIT, _github, 600, 1500),
    Source("strudel_issues", "CMUSTRUDEL/toxicity-detector", MIT, _plain(), 200, 500),
    Source("cat_large_wiki", "ipavlopoulos/context_toxicity", APACHE, _ordinary, 0, 4000),
    Source("germeval2018", "uds-lsv/GermEval-2018-Data", CC_BY, _germeval, 1700, 2000),
    Source("gahd_de", "jagol/gahd", CC_BY, _hate(0.1), 1500, 1500),
    Source("poleval2019_cbd", "PolEval 2019, task 6", BSD, _plain(0.9, 0.07), 900, 3500),
    Source(
        "ru_distorted_toxicity_vk", "alla-g/toxicity-detection-thesis", MIT, _plain(), 500, 1900
    ),
    Source("ru_toxic_only_10k", "s-nlp/rudetoxifier", MIT, _plain(), 5000, 0),
    Source("textdetox_toxic_only", "pan-webis-de/pan-code", MIT, _plain(0.9), 4200, 0),
)
"""How many rows are taken keeps each language's toxic and harmless rows in proportion."""
