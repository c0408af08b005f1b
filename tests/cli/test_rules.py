import pytest

from bot.library import pack
from tests.command import ROOT, answer
from tests.rulebook.test_load import WHOLE

MISTAKES = ROOT / "tests/rulebook/mistakes"


@pytest.fixture
def run(tmp_path):
    """Run `rules` in an empty folder: exit status, stdout, stderr."""

    def run(*args, **env):
        return answer("rules", *args, cwd=tmp_path, HOME=str(tmp_path), **env)

    return run


def test_check_says_one_line_of_a_rulebook_that_is_fine(run, tmp_path):
    (tmp_path / "mine.yaml").write_text(WHOLE.replace("no_match: on", "no_match: fine"))
    assert run("check", "mine.yaml") == (0, "mine.yaml: 2 rules, fine\n", "")
    assert run("check", RULES="mine.yaml") == (0, "mine.yaml: 2 rules, fine\n", "")


def test_check_shows_every_mistake_on_stderr(run):
    status, out, err = run("check", MISTAKES / "worst.yaml")
    assert (status, out) == (1, "")
    expected = (MISTAKES / "worst.txt").read_text().splitlines()
    said = [line for line in err.splitlines() if not line.startswith("    ")]
    assert said == [f"{MISTAKES}/{line}" for line in expected]


def test_check_shows_the_line_and_points_at_the_place(run):
    _, _, err = run("check", MISTAKES / "worst.yaml")
    lines = err.splitlines()
    at = next(number for number, line in enumerate(lines) if "`likly`" in line)
    line, caret = lines[at + 1 : at + 3]
    assert line.strip() == "when: {all: [{insult: likly}, {directd: true}]}"
    assert line[caret.index("^") :].startswith("likly")


def test_warnings_are_shown_and_are_mistakes_only_with_strict(run, tmp_path):
    (tmp_path / "mine.yaml").write_text(WHOLE.replace("      no_match: on\n", ""))
    status, out, err = run("check", "mine.yaml")
    assert (status, out) == (0, "mine.yaml: 2 rules, 1 warning\n")
    assert "mine.yaml:22:5: warning: a rule that can `delete`, `strike` has no `no_match`" in err
    assert run("check", "mine.yaml", "--strict")[0] == 1


def test_check_of_a_file_that_cannot_be_read_is_one_line(run):
    status, out, err = run("check", "gone.yaml")
    assert (status, out, err) == (2, "", "error: gone.yaml: No such file or directory\n")


def test_init_writes_a_copy_that_is_then_in_force(run, tmp_path):
    status, out, _ = run("init")
    assert (status, out) == (0, "rules/default.yaml: an editable copy of the default pack\n")
    assert (tmp_path / "rules/default.yaml").read_text(encoding="utf-8") == pack("default")
    status, out, _ = run("check")
    assert (status, out.partition(":")[0]) == (0, "rules/default.yaml")


def test_init_never_overwrites_unless_forced(run, tmp_path):
    (tmp_path / "mine.yaml").write_text("precious")
    status, out, err = run("init", "--to", "mine.yaml")
    assert (status, out) == (2, "")
    assert err == "error: mine.yaml: is there already; --force overwrites it\n"
    assert (tmp_path / "mine.yaml").read_text() == "precious"
    assert run("init", "--to", "mine.yaml", "--force")[0] == 0
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == pack("default")


def test_init_where_nothing_can_be_written_is_one_line(run, tmp_path):
    (tmp_path / "rules").write_text("not a folder")
    status, _, err = run("init")
    assert status == 2
    assert err.count("\n") == 1
    assert "rules" in err


def test_init_of_an_unknown_pack_is_one_line(run):
    status, _, err = run("init", "gmaing")
    assert status == 2
    assert err.startswith("error: no pack `gmaing`; there are: ")
