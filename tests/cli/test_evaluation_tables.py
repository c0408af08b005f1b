"""Tables of an evaluation: whole numbers in a hundred columns, however many messages there are."""

from bot.cli.evaluation_tables import show
from bot.cli.number_tables import WIDTH
from bot.evaluation.report import report
from bot.evaluation.rows import LABELS, Data, Row, Wanted
from bot.evaluation.run import Scored

NAMES = ("onnx", "alt-profanity-check")


def many():
    """Twenty thousand messages, half of them with every label."""
    for number in range(20_000):
        labels = dict.fromkeys(LABELS, number % 2 == 0)
        kind = "vulgar_attack" if number % 2 == 0 else "negation_or_quote"
        yield Row("gay" * (number % 3), "en", kind, labels, "mine.jsonl", number + 1)


def test_no_number_is_cut_where_two_scorers_stand_side_by_side(capsys):
    rows = list(many())
    scores = tuple(dict.fromkeys(LABELS, number % 7 / 7) for number in range(len(rows)))
    found = [Scored(name, name, LABELS, dict.fromkeys(LABELS, 0.5), scores) for name in NAMES]
    show(report(Data(rows), Wanted(), found))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not [line for line in lines if "…" in line]
    for label in LABELS:
        assert any(line.startswith(f"{label} ") and "10,000" in line for line in lines), label
    for name in NAMES:
        assert any(f" {name} " in line for line in lines)
