"""The command line. Commands import what they need when they run, so that each starts fast."""

import io
import os
import sys

import typer

from bot import __version__
from bot.cli.bench import bench
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.evaluate import evaluate
from bot.cli.replay import replay
from bot.cli.rules import rules
from bot.cli.rules_backtest import backtest
from bot.cli.rules_explain import explain
from bot.cli.rules_history import history
from bot.cli.rules_schema import schema
from bot.cli.rules_test import test
from bot.cli.score import score
from bot.cli.usage import Group, UsageError, complaint
from bot.config import strangers
from bot.errors import BotError, ConfigError
from bot.logs import set_up

app = typer.Typer(
    name="hearthkeeper",
    cls=Group,
    help="Notice quarrels while they grow, cool them, and hand the hard calls to people.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command()(demo)
app.command()(score)
app.command()(replay)
rules.command()(test)
rules.command()(backtest)
rules.command()(explain)
rules.command()(history)
rules.command()(schema)
app.add_typer(rules, name="rules", cls=Group)
app.add_typer(evaluate, name="evaluate", cls=Group)
app.command()(doctor)
app.command()(bench)


@app.callback(invoke_without_command=True)
def about(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    """Notice quarrels while they grow, cool them, and hand the hard calls to people.

    Try it: `python -m bot demo` opens a pretend community in your browser.
    """
    set_up()
    for line in strangers():
        typer.echo(f"warning: {line}", err=True)
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run a command; what cannot be done is one clear line on stderr and exit status 2."""
    try:
        _run()
    except BotError as error:
        _fail(*str(error).splitlines())
    except UsageError as error:
        _fail(complaint(error))
    except BrokenPipeError:  # the reader has seen enough
        _let_go_of_output()
        sys.exit(0)
    except OSError as error:
        _let_go_of_output()
        _fail(f"{error.filename or 'the output'}: {error.strerror or error}")


def _run() -> None:
    """Answers are UTF-8 whatever the locale; half a character becomes its escape."""
    if sys.stdout is None:
        raise ConfigError("the output cannot be written: it is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = app(standalone_mode=False)
    finally:
        sys.stdout.flush()
    sys.exit(status)


def _fail(*lines: str) -> None:
    for line in lines:
        print(line if ": error: " in line else f"error: {line}", file=sys.stderr)
    sys.exit(2)


def _let_go_of_output() -> None:
    """So that nothing is written to it at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
