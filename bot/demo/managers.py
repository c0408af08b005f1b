"""The managers' pages: the queue, and a case with its buttons."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from nicegui import ui

from bot.console.case_card import Acts, case_card
from bot.console.case_view import CaseView, view
from bot.console.keyed import Keyed
from bot.console.parts import Choices, box, empty, icon, words
from bot.console.queue_list import QueueList
from bot.console.queue_view import queue
from bot.demo.hearth import Hearth
from bot.demo.page import Page, tab
from bot.demo.visit import VIEWS
from bot.errors import BotError
from bot.model import Case

BEFORE = timedelta(minutes=2)
"""How much of the conversation before a case is shown with it."""
AFTER = timedelta(minutes=1)

STEPS = (
    ("front_hand", "Claim", "It is yours for ten minutes. Nobody else can decide meanwhile."),
    ("balance", "Decide", "Uphold what the bot did, or dismiss the case and take it all back."),
    ("undo", "Undo", "Mutes end, strikes go, removed words return, and members are told."),
)

Step = Callable[[], Awaitable[object]]
Shown = tuple[CaseView, tuple[tuple[str, float], ...], str]
"""A case, everybody's points, and who looks at it."""


class Desk:
    """The queue at the left, the chosen case at the right."""

    def __init__(self, page: Page, number: int | None) -> None:
        self._page, self._hearth, self._number = page, page.hearth, number
        self._called = len(page.hearth.sandbox.alerts)
        with page.body, box(f"hk-desk {'' if number is None else 'with-case'}"):
            with box("hk-desk-queue"):
                self._acting()
                self._queue = QueueList()
            self._case = box("hk-desk-case")
        with self._case:
            if number is not None:
                with ui.link(target="/managers").classes("hk-back"):
                    icon("arrow_back")
                    words("Queue")
            if number is None:
                _explain()
            self._instead = Keyed[tuple[str, str, str]](box(""), hash, lambda one: empty(*one))
            self._shown = Keyed[Shown](box(""), lambda shown: shown[0].id, self._build)

    async def refresh(self) -> None:
        """Show the queue and the case as they are now."""
        hearth, now = self._hearth, self._hearth.sandbox.clock.now()
        rows = queue(hearth.watch.cases, hearth.titles, now, hearth.zone)
        self._queue.show(rows, self._number)
        self._choices.show(self._page.visitor.manages_as)
        self._tell_of_calls()
        if self._number is None:
            return
        try:
            case = await hearth.app.store.case(self._number)
            seen = [] if case is None else [await self._view(case)]
        except BotError as why:
            self._instead.show([("cloud_off", "The case cannot be read now", str(why))])
            return
        lost = ("search_off", f"There is no case {self._number}", "It may have been erased.")
        self._instead.show([] if seen else [lost])
        self._shown.show(seen)

    def _tell_of_calls(self) -> None:
        """A word about each case that managers have been called to meanwhile."""
        alerts = self._hearth.sandbox.alerts
        for alert in alerts[self._called :]:
            ui.notify(f"Case {alert.case_id} needs a look", position="top", icon="gavel")
        self._called = len(alerts)

    async def _view(self, case: Case) -> Shown:
        hearth, now = self._hearth, self._hearth.sandbox.clock.now()
        talk = await hearth.app.store.transcript(
            case.conversation, case.opened_at - BEFORE, case.last_at + AFTER
        )
        points = tuple(hearth.watch.points(now).items())
        seen = view(case, talk, hearth.titles, now, hearth.zone)
        return seen, points, self._page.visitor.manages_as

    def _build(self, shown: Shown) -> None:
        seen, points, me = shown
        review, name = self._hearth.app.review, self._hearth.sandbox.members[me].name
        now = self._hearth.sandbox.clock.now
        acts = Acts(
            me=name,
            claim=self._step(lambda: review.claim(seen.id, name, now())),
            uphold=self._step(lambda: review.decide(seen.id, name, "uphold", now())),
            dismiss=self._step(lambda: review.decide(seen.id, name, "dismiss", now())),
            undo=self._step(lambda: review.undo(seen.id, name, now())),
        )
        case_card(seen, dict(points), acts)

    def _step(self, step: Step) -> Callable[[], Awaitable[None]]:
        """A manager's step; what stands against it is said in a notification."""

        async def take() -> None:
            with self._case:
                try:
                    await step()
                except BotError as why:
                    ui.notify(str(why), type="warning", position="top")
            self._hearth.watch.touch()
            await self._page.refresh()

        return take

    def _acting(self) -> None:
        sandbox, visitor = self._hearth.sandbox, self._page.visitor
        managers = [(one.id, one.name) for one in sandbox.members.values() if one.roles]

        async def choose(who: str) -> None:
            visitor.manages_as = who
            await self._page.refresh()

        with box("hk-acting"):
            with box("titles"):
                words("Acting as", "label")
                words("open a second window to be the other one", "hint")
            self._choices = Choices("Acting as", managers, choose)


def _explain() -> None:
    """What a manager can do, while no case is chosen."""
    with box("hk-steps"):
        words("Choose a case", "title").props("role=heading aria-level=1")
        words("Everything about it is on one card, and every step can be taken back.", "text")
        with box("steps"):
            for glyph, title, text in STEPS:
                with box("hk-panel step"):
                    icon(glyph)
                    words(title, "name")
                    words(text, "text")


def managers_page(hearth: Hearth, number: int | None) -> Page:
    """The queue, with a case beside it when there is a number."""
    page = Page(hearth, "managers")
    page.panels.append(Desk(page, number).refresh)
    with page.foot:
        for view, glyph in VIEWS.items():
            tab(f"/?show={view}", glyph, view.capitalize())
        page.managers_tab(on=True)
    return page
