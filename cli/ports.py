"""Find out before the start whether somebody else has a port."""

import socket

from bot.core.errors import AssistantError


class PortTakenError(AssistantError):
    """Another programme listens on a port that is needed."""


def require_free(host: str, port: int, setting: str) -> None:
    """Check that a port can be listened on.

    Raises:
        PortTakenError: It cannot; the message names the setting that moves it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Is Ronghe running already? "
                f"Else choose another: {setting}={port + 100} make run"
            ) from error
