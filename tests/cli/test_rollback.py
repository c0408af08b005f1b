"""Back to an earlier version: all files or none, and nothing that stood there is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import library
from bot.cli.rollback import roll_back
from bot.config import Settings
from bot.errors import ConfigError
from bot.reload import record_of
from bot.store import open_store
from tests.command import answer
from tests.test_reload import RULES

WORDS = "lists: {banned: [squirrel]}\n"
MORE = "lists: {more: [marmot]}\n"
NEWER = "lists: {banned: [newer]}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(rules="mine.yaml"):
    return Settings(_env_file=None, database_url="sqlite:///bot.db", rules=rules)


def write(**files):
    """Files by their paths; `__` stands for the slash."""
    for stem, text in files.items():
        path = Path(f"{stem.replace('__', '/')}.yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


async def noted(text, day=1):
    """The digest of the rulebook that came into force when `mine.yaml` said this."""
    write(mine=text)
    book = library.rulebook("mine.yaml")
    store = await open_store("sqlite:///bot.db")
    await store.note_rulebook(record_of(book, datetime(2026, 3, day, tzinfo=UTC)))
    await store.close()
    return book.digest


async def set_aside():
    store = await open_store("sqlite:///bot.db")
    versions = await store.rulebooks()
    await store.close()
    return [one for one in versions if not one.was_in_force]


async def refused(digest, rules="mine.yaml"):
    with pytest.raises(ConfigError) as caught:
        await roll_back(settings(rules), digest)
    return str(caught.value)


def stands(folder):
    """Every file but the database, with what it says."""
    files = (one for one in folder.rglob("*") if one.is_file() and "bot.db" not in one.name)
    return {str(one.relative_to(folder)): one.read_text() for one in files}


@pytest.mark.parametrize("kind", ["a plain file", "a folder"])
async def test_where_one_file_cannot_be_written_none_is(folder, kind):
    write(a=WORDS, lists__b=MORE)
    digest = await noted(f"include: [a.yaml, lists/b.yaml]\n{RULES}")
    Path("lists/b.yaml").unlink()
    if kind == "a folder":
        Path("lists/b.yaml").mkdir()
    else:
        Path("lists").rmdir()
        Path("lists").write_text("no folder")
    write(a=NEWER, mine=RULES)
    before = stands(folder)
    said = await refused(digest)
    where = "lists/b.yaml: Is" if kind == "a folder" else "lists: Not"
    assert said == f"rules history: {folder}/{where} a directory; mine.yaml stays as it is"
    assert stands(folder) == before


def test_what_was_put_in_place_is_taken_back_when_a_later_file_cannot_be(folder):
    write(a="old\n")
    with (
        pytest.raises(IsADirectoryError, match=r"new/c\.yaml"),
        library.written([("a.yaml", "1"), ("b.yaml", "2"), ("new/c.yaml", "3")]) as put,
    ):
        Path("new/c.yaml").mkdir()
        put()
    assert stands(folder) == {"a.yaml": "old\n"}


def test_what_is_made_ready_and_not_put_in_place_leaves_nothing_behind(folder):
    with library.written([("a.yaml", "1"), ("new/deep/c.yaml", "3")]):
        assert Path("new/deep").is_dir()
    assert [*folder.iterdir()] == []


async def test_the_same_words_in_two_files_are_two_states(folder):
    write(a=WORDS, b=MORE)
    first = await noted(f"include: [a.yaml]\n{RULES}")
    second = await noted(f"include: [b.yaml]\n{RULES}", day=2)
    for name, digest in (("a", first), ("b", second)):
        write(mine=RULES, **{name: NEWER})
        await roll_back(settings(), digest)
    kept = await set_aside()
    assert [[*one.sources] for one in kept] == [["mine.yaml", "b.yaml"], ["mine.yaml", "a.yaml"]]
    assert len({one.digest for one in kept}) == 2
    await roll_back(settings(), kept[0].digest)
    assert (Path("a.yaml").read_text(), Path("b.yaml").read_text()) == (WORDS, NEWER)


async def test_a_file_of_ones_own_may_have_the_name_of_a_packaged_one(folder):
    write(packs__support=WORDS)
    text = f"include: [packs/support.yaml]\n{RULES}"
    digest = await noted(text)
    write(packs__support=NEWER, mine=f"{text}#\n")
    assert "back to" in await roll_back(settings(), digest)
    assert Path("packs/support.yaml").read_text() == WORDS
    assert library.rulebook("mine.yaml").digest == digest


async def test_a_packaged_rulebook_is_not_written_beside_ones_own(folder):
    digest = await noted("version: 1\nextends: support\n")
    write(mine=RULES)
    assert "back to" in await roll_back(settings(), digest)
    assert stands(folder) == {"mine.yaml": "version: 1\nextends: support\n"}


async def test_two_files_that_are_one_now_are_not_written(folder):
    write(a=WORDS, b=MORE)
    digest = await noted(f"include: [a.yaml, b.yaml]\n{RULES}")
    Path("b.yaml").unlink()
    Path("b.yaml").symlink_to("a.yaml")
    write(a=NEWER, mine=RULES)
    said = await refused(digest)
    assert "a.yaml and b.yaml are one file now" in said
    assert stands(folder) == {"a.yaml": NEWER, "b.yaml": NEWER, "mine.yaml": RULES}


async def test_the_main_file_does_not_go_where_an_included_one_belongs(folder):
    write(words=WORDS)
    digest = await noted(f"include: [words.yaml]\n{RULES}")
    write(words=RULES)
    assert "words.yaml is two" in await refused(digest, "words.yaml")
    assert Path("words.yaml").read_text() == RULES


async def test_a_slip_that_was_kept_can_be_looked_at(folder):
    digest = await noted(RULES)
    slip = f"{RULES}oops: [my day's work"
    write(mine=slip)
    await roll_back(settings(), digest)
    [kept] = await set_aside()
    assert "cannot be used any more" in await refused(kept.digest)
    env = {"cwd": folder, "DATABASE_URL": "sqlite:///bot.db"}
    shown = answer("rules", "history", "--show", kept.digest[:6], **env)
    assert shown == (0, f"==> mine.yaml <==\n{slip}\n", "")
    status, _, err = answer("rules", "history", "--show", "ab", "--health", **env)
    assert (status, err) == (2, "error: rules history: --show or --health, not both\n")


async def test_a_file_named_by_its_whole_path_stays_where_it_was(folder):
    whole = folder / "kept" / "words.yaml"
    whole.parent.mkdir()
    whole.write_text(WORDS)
    text = f"include: {whole}\n{RULES}"
    first = await noted(text)
    whole.write_text(NEWER)
    moved = Path("deep/er/mine.yaml")
    moved.parent.mkdir(parents=True)
    moved.write_text(text)
    await roll_back(settings(str(moved)), first)
    assert whole.read_text() == WORDS
    assert sorted(path.name for path in Path("deep").rglob("*.yaml")) == ["mine.yaml"]
