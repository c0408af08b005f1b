"""Chats, a scorer without a model, and both ways to judge; each test says only what it is about."""

from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

from bot.app import assemble
from bot.backtest.run import Recorded, backtest
from bot.config import Settings
from bot.model import Conversation, Member, Message
from bot.normalise import normalise
from bot.platforms.tied import Tied
from bot.replay.read import Recording, Row
from bot.replay.run import replay
from bot.store import open_store
from bot.store.history import Past
from tests.conftest import NOON
from tests.rulebook.build import LABELS, THRESHOLDS


class Drawn:
    """A scorer that draws lots from the text; one text in four it cannot score."""

    name, labels, thresholds = "drawn", tuple(LABELS), THRESHOLDS

    async def score(self, text):
        lots = blake2b(text.encode(), digest_size=len(LABELS) + 1).digest()
        if lots[-1] < 64:
            return {}
        return {label: round(lot / 255, 4) for label, lot in zip(LABELS, lots, strict=False)}

    async def close(self):
        pass


def recording(*rows):
    """Rows as dicts; `at` is in seconds from noon."""
    base = {"conversation": "general", "author": "ann", "text": "hello"}
    found = []
    for number, given in enumerate(rows):
        row = {**base, "id": str(number), **given}
        found.append(Row(**{**row, "at": NOON + timedelta(seconds=given.get("at", number))}))
    platforms = tuple(dict.fromkeys(row.platform for row in found)) or ("replay",)
    return Recording(Path("chat"), rows=tuple(found), length=len(found), platforms=platforms)


async def replayed(rulebook, chat):
    """What the real path prints of each message, and the cases it opened."""
    store = await open_store("sqlite:///:memory:")
    try:
        hands = [Tied(name) for name in chat.platforms]
        app = assemble(Settings(), rulebook, Drawn(), store, hands)
        lines = [line async for line, judged in replay(app, chat) if judged or "summary" in line]
        return lines[:-1], len(lines[-1]["summary"]["cases"])
    finally:
        await store.close()


def said(id="1", text="hello", *, author="ann", where="general", at=0, **fields):
    """One message of the past; `fields` are those of `Past`."""
    place = Conversation("replay", "hearth", where, where)
    who = Member("replay", "hearth", author, author, fields.pop("roles", ()))
    message = Message(id, place, who, text, NOON + timedelta(seconds=at))
    return Past(normalise(message), **{"scores": {"insult": 0.1}, "lang": None, **fields})


class Kept:
    """Messages of the past as a source."""

    def __init__(self, *pasts):
        self.pasts = pasts
        self.length = len(pasts)

    async def messages(self):
        for past in self.pasts:
            yield past


async def judged(*pasts, rulebook, against=None, scorer=None):
    """A backtest over these."""
    books = (rulebook,) if against is None else (rulebook, against)
    return await backtest(books, Kept(*pasts), THRESHOLDS, scorer)


async def recorded(rulebook, chat):
    return await backtest((rulebook,), Recorded(chat), THRESHOLDS, Drawn())
