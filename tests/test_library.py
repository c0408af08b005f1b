import pytest

from bot.errors import ConfigError
from bot.library import copy_beside, find, pack
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_file_asked_for_comes_first_then_ones_own_then_the_packaged_one(empty_folder):
    assert find(None) == ("packs/default.yaml", pack("default"))
    (empty_folder / "rules").mkdir()
    (empty_folder / "rules/default.yaml").write_text("mine")
    assert find(None) == ("rules/default.yaml", "mine")
    (empty_folder / "other.yaml").write_bytes("\ufeffзвичайні".encode())
    assert find("other.yaml") == ("other.yaml", "звичайні")


def test_a_pack_goes_by_its_name_unless_a_file_is_called_so(empty_folder):
    assert find("default") == ("packs/default.yaml", pack("default"))
    (empty_folder / "default").write_text("mine")
    assert find("default") == ("default", "mine")


def test_a_file_that_cannot_be_read_is_named(empty_folder):
    with pytest.raises(ConfigError, match=r"^gone\.yaml: No such file"):
        find("gone.yaml")
    with pytest.raises(ConfigError, match="Is a directory"):
        find(str(empty_folder))


def test_ones_own_file_that_cannot_be_read_is_not_passed_over(empty_folder):
    (empty_folder / "rules/default.yaml").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"rules/default\.yaml: Is a directory"):
        find(None)


def test_a_folder_where_rules_is_a_file_has_no_rulebook_of_its_own(empty_folder):
    (empty_folder / "rules").write_text("not a folder")
    assert find(None)[0] == "packs/default.yaml"


def test_text_that_is_not_utf8_is_named_with_its_line(empty_folder):
    (empty_folder / "old.yaml").write_bytes(b"version: 1\ntitle: caf\xe9\n")
    with pytest.raises(ConfigError, match=r"old\.yaml:2: not UTF-8 text at byte 21"):
        find("old.yaml")


def test_an_unknown_pack_is_named_beside_those_there_are():
    with pytest.raises(ConfigError, match=r"no pack `gmaing`; there are: .*default"):
        pack("gmaing")


def test_a_copy_beside_takes_no_name_that_is_taken(tmp_path):
    file = tmp_path / "mine.yaml"
    for said in (b"one \xff", b"two \xff"):
        file.write_bytes(said)
        copy_beside(str(file), NOON)
    copies = sorted(tmp_path.glob("*.bak"))
    assert [one.name for one in copies] == [
        "mine.yaml.2026-01-01T120000-2.bak",
        "mine.yaml.2026-01-01T120000.bak",
    ]
    assert [one.read_bytes() for one in copies] == [b"two \xff", b"one \xff"]
