"""The port on which the demo is found; taken before anything slow begins."""

import errno
import socket

from bot.errors import ConfigError


def listen(host: str, port: int) -> socket.socket:
    """A socket on that port, 0 for any free one; `ConfigError` when it cannot be had."""
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen()
    except OSError as error:
        sock.close()
        raise ConfigError(_why(error, host, port)) from None
    return sock


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another with --port"
    return f"port {port} on {host}: {error.strerror or error}; choose another with --port"
