"""A taken port is said before anything starts."""

import socket

import pytest

from cli.ports import PortTakenError, require_free


def test_a_taken_port_names_the_setting_that_moves_it() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(PortTakenError, match=f"RONGHE_PORT={port + 100}"):
            require_free("127.0.0.1", port, "RONGHE_PORT")


def test_a_free_port_is_fine() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    require_free("127.0.0.1", port, "RONGHE_PORT")
