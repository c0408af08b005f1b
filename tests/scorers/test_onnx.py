"""The bundled model: one text, one score, whatever else is going on."""

import asyncio
import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ScorerError
from bot.scorers.onnx import CHANCE, LONGEST, Scorer

WEIGHTS = Path(str(files("bot.scorers") / "weights"))
TEXTS = (
    "you are a complete idiot",
    "thanks, that helped!",
    "😀😀",
    "eres un completo idiota, cállate ya",
    "¿alguien sabe a qué hora empieza el partido?",
    "jesteś kompletnym idiotą",
    "kto idzie jutro na mecz, bo mam dwa bilety",
    "ты полный идиот, заткнись",
    "файл залил на диск, папка лекции",
    "είσαι τελείως ηλίθιος",
    "ευχαριστώ πολύ, τώρα δουλεύει",
    "ти повний ідіот і дурень",
    "дякую, зараз спробую ще раз",
    "ok",
    "!!!",
    "the build finished. no errors. " * 40,
)
HARMLESS = {
    "en": ("The build finished without errors.", "We had soup and fresh bread for lunch."),
    "es": ("La compilación terminó sin errores.", "Comimos sopa con pan fresco."),
    "pl": ("Kompilacja skończyła się bez błędów.", "Na obiad była zupa i świeży chleb."),
    "ru": ("Сборка закончилась без ошибок.", "На обед был суп и свежий хлеб."),
    "el": ("Η μεταγλώττιση τελείωσε χωρίς σφάλματα.", "Φάγαμε σούπα με φρέσκο ψωμί."),
    "uk": ("Збірка завершилася без помилок.", "На обід був суп і свіжий хліб."),
}
INSULT = {
    "en": "You pathetic loser, shut up.",
    "es": "Eres un completo idiota.",
    "pl": "Jesteś kompletnym idiotą.",
    "ru": "Ты полный идиот.",
    "el": "Είσαι τελείως ηλίθιος.",
    "uk": "Ти повний ідіот.",
}


async def together(texts, threads):
    """The scores of all the texts, asked for at once from a scorer that has seen none before."""
    scorer = Scorer(threads=threads)
    try:
        return await asyncio.gather(*map(scorer.score, texts))
    finally:
        await scorer.close()


@pytest.fixture(scope="module")
def alone():
    """Each text's scores from one thread, each asked for when the one before is answered."""

    async def ask():
        scorer = Scorer(threads=1)
        found = {text: await scorer.score(text) for text in TEXTS}
        await scorer.close()
        return found

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def scorer():
    scorer = Scorer(threads=2)
    yield scorer
    asyncio.run(scorer.close())


@pytest.fixture
def folder(tmp_path):
    """A copy of the model's folder, to break."""
    return Path(shutil.copytree(WEIGHTS, tmp_path / "model"))


def edit(folder, **keys):
    card = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(card | keys))


@settings(max_examples=8, deadline=None)
@given(
    texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=40),
    company=st.lists(st.text(max_size=200), max_size=10),
    threads=st.integers(1, 6),
)
async def test_a_score_depends_on_the_text_alone(alone, texts, company, threads):
    found = await together([*company, *texts, *company], threads)
    found = found[len(company) :]
    assert found[: len(texts)] == [alone[text] for text in texts]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
async def test_any_text_has_a_score_from_0_to_1_for_every_label(scorer, text):
    scores = await scorer.score(text)
    assert tuple(scores) == scorer.labels
    assert all(type(score) is float and 0 <= score <= 1 for score in scores.values())


async def test_an_insult_scores_above_the_threshold_and_thanks_below(scorer):
    likely = scorer.thresholds["likely"]["insult"]
    assert (await scorer.score("you are a complete idiot"))["insult"] > likely
    assert (await scorer.score("thanks, that helped!"))["insult"] < likely / 2


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b"])
async def test_where_there_is_nothing_to_read_all_scores_are_zero(scorer, text):
    assert await scorer.score(text) == dict.fromkeys(scorer.labels, 0.0)


async def test_emoji_are_read(scorer):
    assert all(score > 0 for score in (await scorer.score("🖕🖕🖕")).values())


@pytest.mark.parametrize("lang", HARMLESS)
@pytest.mark.parametrize("after", [0, 20])
async def test_an_insult_among_two_hundred_harmless_words_is_found(scorer, lang, after):
    sentences = [HARMLESS[lang][number % 2] for number in range(200)]
    before, more = " ".join(sentences), " ".join(sentences[:after])
    before = " ".join(before.split()[:200])
    likely = scorer.thresholds["likely"]["insult"]
    assert (await scorer.score(f"{before}. {more}"))["insult"] < likely
    assert (await scorer.score(f"{before}. {INSULT[lang]} {more}"))["insult"] >= likely


@pytest.mark.parametrize("lang", HARMLESS)
async def test_an_insult_at_the_end_needs_no_full_stop_before_it(scorer, lang):
    words = " ".join(HARMLESS[lang] * 30).replace(".", "").lower()
    insult = INSULT[lang].rstrip(".").lower()
    likely = scorer.thresholds["likely"]["insult"]
    assert (await scorer.score(words))["insult"] < likely
    assert (await scorer.score(f"{words} {insult}"))["insult"] >= likely


@pytest.mark.parametrize("insult", [INSULT["en"], "idiot"])
async def test_a_long_text_has_at_least_the_odds_of_its_last_sentence_less_for_chance(
    folder, insult
):
    """As the model gives the scores: a temperature is only known where the language is."""
    edit(folder, temperatures={})
    scorer = Scorer(folder, threads=1)
    alone = await scorer.score(insult)
    long = await scorer.score("All is well here today. " * 60 + insult)
    await scorer.close()
    different = 2
    for label in scorer.labels:
        odds = alone[label] / (1 - alone[label]) / different**CHANCE
        assert long[label] >= odds / (1 + odds) - 1e-9


PLACES = ("kitchen", "garden", "office", "station", "library", "harbour", "market", "school")
THINGS = ("lamp", "table", "window", "bicycle", "kettle", "printer", "bench", "clock", "door")


async def test_the_more_is_said_around_an_insult_the_less_it_counts(folder):
    """As the model gives the scores, of an insult that stands in a sentence of its own."""
    edit(folder, temperatures={})
    scorer = Scorer(folder, threads=1)
    calm = [f"The {thing} in the {place} works." for place in PLACES for thing in THINGS]
    alone = (await scorer.score(INSULT["en"]))["insult"]
    found = (await scorer.score(" ".join([*calm[:36], INSULT["en"]])))["insult"]
    without = (await scorer.score(" ".join(calm[:36])))["insult"]
    await scorer.close()
    odds = alone / (1 - alone) / 37**CHANCE
    assert found == pytest.approx(odds / (1 + odds), abs=1e-4)
    assert without < found / 2


async def test_of_a_very_long_text_the_beginning_is_read(scorer):
    start = "All is well. " * (LONGEST // 13) + "All is well."
    start = start[:LONGEST].ljust(LONGEST, ".")
    assert await scorer.score(start + INSULT["en"]) == await scorer.score(start)


async def test_half_a_surrogate_pair_is_a_question_mark(scorer):
    assert await scorer.score("well \ud83d then") == await scorer.score("well ? then")


async def test_the_event_loop_goes_on_while_a_text_is_scored(scorer):
    scoring = asyncio.create_task(scorer.score(" ".join(map(str, range(300)))))
    turns = 0
    while not scoring.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 100


def test_likely_and_very_likely_are_what_the_model_says(folder):
    card = json.loads((folder / "model.json").read_text())
    edit(folder, very_likely={"threat": 0.99})
    thresholds = Scorer(folder, threads=1).thresholds
    assert thresholds["likely"] == card["thresholds"]
    assert thresholds["very likely"]["threat"] == 0.99
    for label in set(card["labels"]) - {"threat"}:
        assert thresholds["very likely"][label] == (1 + card["thresholds"][label]) / 2


def test_the_bundled_model_is_named_and_its_files_are_guarded(scorer):
    card = json.loads((WEIGHTS / "model.json").read_text())
    assert scorer.name == card["name"]
    assert set(card["sha256"]) == {"model.onnx", "tokenizer.json"}


@pytest.mark.parametrize("name", ["model.json", "tokenizer.json", "model.onnx"])
@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "a folder"])
def test_a_broken_file_is_named_in_one_line_that_says_what_to_do(folder, name, guarded, damage):
    if not guarded:
        edit(folder, sha256={})
    whole = (folder / name).read_bytes()
    (folder / name).unlink()
    if damage == "a folder":
        (folder / name).mkdir()
    elif damage != "gone":
        (folder / name).write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"")
    with pytest.raises(ScorerError) as raised:
        Scorer(folder)
    said = str(raised.value)
    assert said.startswith(str(folder / name))
    assert "install again" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("name", ["tokenizer.json", "model.onnx"])
def test_one_flipped_bit_is_noticed(folder, name):
    whole = bytearray((folder / name).read_bytes())
    whole[len(whole) // 3] ^= 1
    (folder / name).write_bytes(whole)
    with pytest.raises(ScorerError, match=f"{name} cannot be used: its checksum"):
        Scorer(folder)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"labels": ["toxicity"]}, "name the same labels"),
        ({"thresholds": {}}, "name the same labels"),
        ({"very_likely": {"joy": 0.9}}, "`joy`, which is no label"),
        ({"max_tokens": "many"}, "max_tokens: "),
        (
            {"labels": ["joy"], "thresholds": {"joy": 0.5}, "very_likely": {}},
            "no scores in 0..1 for its 1 labels",
        ),
    ],
)
def test_a_card_that_does_not_fit_is_refused(folder, keys, said):
    edit(folder, **keys)
    with pytest.raises(ScorerError, match=said):
        Scorer(folder)
