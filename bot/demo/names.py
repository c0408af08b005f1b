"""The names under which the demo answers, so that no foreign page reaches it under one of its own.

Whoever runs a site can let its name lead to this machine, and a browser then takes us for that
site. With an address instead of a name this cannot be done.
"""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class OwnNames:
    """Lets in who asks for an IP address, `localhost`, this machine's name, or CONSOLE_HOST."""

    def __init__(self, app: ASGIApp, console_host: str) -> None:
        self._app = app
        self._ours = {"localhost", socket.gethostname().lower(), console_host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse every other name."""
        app = self._app
        if scope["type"] != "lifespan":
            host = Headers(scope=scope).get("host", "")
            app = app if self._is_ours(_name(host)) else _refusal(host)
        await app(scope, receive, send)

    def _is_ours(self, name: str) -> bool:
        return name in self._ours or _is_address(name)


def _name(host: str) -> str:
    """A `Host` header without its port, in small letters; empty when it names nothing."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _refusal(host: str) -> PlainTextResponse:
    text = f"`{host}` is no name of this demo: open it by its IP address, or set CONSOLE_HOST"
    return PlainTextResponse(text, status_code=400)
