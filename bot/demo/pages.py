"""The addresses of the demo, and what stands at each."""

import secrets
from importlib import resources

from fastapi import FastAPI, Response
from nicegui import app as files
from nicegui import ui
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import __version__
from bot.demo.hearth import Hearth
from bot.demo.managers import managers_page
from bot.demo.names import OwnNames
from bot.demo.visit import VIEWS, Visit

DIGITS = 9
"""Longest number that may be a case's."""


def pages(hearth: Hearth) -> FastAPI:
    """Everything the demo serves; all of it comes from this machine."""
    app = FastAPI(openapi_url=None)
    app.add_middleware(OwnNames, console_host=hearth.app.settings.console_host)
    _plain(app)
    _addresses(hearth)
    for package in ("console", "demo"):
        folder = f"/style/{__version__}/{package}"
        files.add_static_files(folder, str(resources.files(f"bot.{package}") / "style"))
        ui.add_head_html(f'<link rel="stylesheet" href="{folder}/{package}.css">', shared=True)
    ui.run_with(
        app,
        title="Hearthkeeper",
        favicon=resources.files("bot.demo").joinpath("flame.svg").read_text("utf-8"),
        language="en-US",
        tailwind=False,
        reconnect_timeout=10,
        show_welcome_message=False,
        storage_secret=secrets.token_hex(),
    )
    return app


def _plain(app: FastAPI) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok", media_type="text/plain")

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _addresses(hearth: Hearth) -> None:
    @ui.page("/", title="Hearthkeeper")
    async def community(show: str = "chat") -> None:
        await Visit(hearth, show if show in VIEWS else "chat").page.refresh()

    @ui.page("/managers", title="Queue · Hearthkeeper")
    async def managers() -> None:
        await managers_page(hearth, None).refresh()

    @ui.page("/case/{number}", title="Case · Hearthkeeper")
    async def case(number: str) -> None:
        known = number.isascii() and number.isdigit() and len(number) <= DIGITS
        await managers_page(hearth, int(number) if known else 0).refresh()
