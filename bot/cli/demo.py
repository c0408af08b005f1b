"""`demo`: a pretend community in the browser."""

import asyncio
import gc
import socket
from typing import Annotated

import typer

from bot.config import Settings, read_settings
from bot.logs import set_up


def demo(
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="The port of the pages; default: CONSOLE_PORT. 0 takes a free one.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also by a rulebook whose examples fail.")
    ] = False,
) -> None:
    """Open a pretend community in your browser: no tokens, no network, no set-up.

    Write as any member, play a story, watch the heat, and review the cases as a manager. What
    happens is forgotten at the end, unless DATABASE_URL says where to keep it. A rule file that is
    saved meanwhile is in force within a second, if it is good.
    """
    from bot.demo.door import listen

    # what a start makes, it keeps: to look for garbage meanwhile costs a sixth of it
    gc.disable()
    settings = read_settings(console_port=port)
    set_up(settings.log_level)
    with listen(settings.console_host, settings.console_port) as door:
        asyncio.run(_serve(settings, door, force))


async def _serve(settings: Settings, door: socket.socket, force: bool) -> None:
    from bot.demo.serve import serve

    host, port = door.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host

    def ready() -> None:
        gc.freeze()
        gc.enable()
        typer.echo(f"Hearthkeeper demo: http://{shown}:{port}  (Ctrl+C stops it)")

    await serve(settings, door, ready, force=force)
