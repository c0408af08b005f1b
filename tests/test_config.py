import pytest

from bot.config import Settings, read_settings, strangers
from bot.errors import ConfigError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_defaults_stand_when_nothing_is_set():
    assert read_settings() == Settings(_env_file=None)


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("CONSOLE_PORT=9000\nTIMEZONE=Europe/Athens\n")
    monkeypatch.setenv("CONSOLE_PORT", "9001")
    assert (read_settings().console_port, read_settings().timezone) == (9001, "Europe/Athens")


def test_an_empty_value_is_the_default(monkeypatch):
    monkeypatch.setenv("SCORER", "")
    assert read_settings().scorer == "onnx"


def test_every_problem_is_named_at_once(monkeypatch):
    monkeypatch.setenv("CONSOLE_PORT", "many")
    monkeypatch.setenv("TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(ConfigError) as caught:
        read_settings()
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["TIMEZONE", "CONSOLE_PORT", "LOG_LEVEL"]
    assert "Mars/Olympus" in lines[0]


def test_an_unknown_key_is_told_with_its_nearest(tmp_path):
    (tmp_path / ".env").write_text("DATABSE_URL=x\nLOG_LEVEL=info\n")
    assert strangers() == [".env: unknown setting DATABSE_URL; did you mean DATABASE_URL?"]


def test_a_file_that_is_no_text_is_one_clear_line(tmp_path):
    (tmp_path / ".env").write_bytes(b"SCORER=\xff\xfe\n")
    with pytest.raises(ConfigError, match=r"^\.env: not UTF-8"):
        read_settings()
