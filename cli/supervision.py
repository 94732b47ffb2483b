"""The three processes under supervisord: it starts them, restarts one that dies and stops them all."""

import configparser
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import xmlrpc.client
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from supervisor.xmlrpc import SupervisorTransport

from bot.core.errors import AssistantError
from bot.settings import ROOT

START_SECONDS = 10.0
STOP_SECONDS = 25
LOG_BYTES = "10MB"


class SupervisorError(AssistantError):
    """The process manager did not start."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One process to keep alive."""

    name: str
    command: tuple[str, ...]
    #: Started with the process manager, else when asked for.
    at_once: bool = False


class Supervision:
    """supervisord with a configuration of ours, as a child of this process."""

    def __init__(self, *, folder: Path, programs: tuple[Program, ...], environment: Mapping[str, str]) -> None:
        """Prepare; nothing is started yet.

        Args:
            folder: Where configuration, logs and the pid file go.
            programs: What to keep alive.
            environment: Added to this process's own for all of them.
        """
        self._folder = folder
        self._programs = programs
        self._environment = {**os.environ, **environment}
        # the path of a unix socket may have 107 bytes, which a deep folder exceeds
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self._socket = Path(tempfile.gettempdir()) / f"ronghe-{os.getuid()}-{name}.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start supervisord and the programs that start at once.

        Raises:
            SupervisorError: It runs already, ended, or its socket did not answer in time.
        """
        if self._answers():
            pid = self._rpc().supervisor.getPID()
            raise SupervisorError(
                f"Ronghe already runs from {self._folder} (process {pid!s})."
                " Stop it there, or set RONGHE_VAR to another folder."
            )
        (self._folder / "log").mkdir(parents=True, exist_ok=True)
        path = self._folder / "supervisord.conf"
        with path.open("w") as file:
            self._configuration().write(file)
        self._socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(path)],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._socket.exists() and self._answers():
                return
            time.sleep(0.05)
        self.stop()
        raise SupervisorError(f"The process manager did not start; see {self._folder / 'log' / 'supervisord.log'}")

    def start_program(self, name: str) -> None:
        """Start one program that does not start at once."""
        self._rpc().supervisor.startProcess(name, False)

    def stop_program(self, name: str) -> None:
        """Stop one program until it is started again."""
        self._rpc().supervisor.stopProcess(name, True)

    def pid(self, name: str) -> int:
        """Return the process id of a program, 0 while it is not running."""
        information = self._rpc().supervisor.getProcessInfo(name)
        return int(information["pid"]) if isinstance(information, dict) else 0

    def wait(self) -> None:
        """Wait until everything has been stopped, from here or by a signal."""
        if self._process is not None:
            self._process.wait()

    def alive(self) -> bool:
        """Whether the process manager runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop all programs and the process manager; safe to call twice."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._socket.unlink(missing_ok=True)

    def _rpc(self) -> xmlrpc.client.ServerProxy:
        # the address is only there because ServerProxy asks for one; the transport goes to the socket
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)

    def _answers(self) -> bool:
        try:
            state = self._rpc().supervisor.getState()
        except (OSError, xmlrpc.client.Error):
            return False
        return isinstance(state, dict) and state.get("statename") == "RUNNING"

    def _configuration(self) -> configparser.RawConfigParser:
        log = self._folder / "log"
        configuration = configparser.RawConfigParser()
        configuration["supervisord"] = {
            "nodaemon": "true",
            "logfile": escaped(log / "supervisord.log"),
            "pidfile": escaped(self._folder / "supervisord.pid"),
            "logfile_maxbytes": LOG_BYTES,
        }
        configuration["unix_http_server"] = {"file": escaped(self._socket), "chmod": "0700"}
        configuration["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        }
        for program in self._programs:
            configuration[f"program:{program.name}"] = {
                "command": escaped(" ".join(program.command)),
                "directory": escaped(ROOT),
                "autostart": str(program.at_once).lower(),
                "autorestart": "true",
                "startsecs": "1",
                # never give up: each try waits a second longer than the one before
                "startretries": "1000000",
                "stopasgroup": "true",
                "killasgroup": "true",
                "stopwaitsecs": "15",
                "redirect_stderr": "true",
                "stdout_logfile": escaped(log / f"{program.name}.log"),
                "stdout_logfile_maxbytes": LOG_BYTES,
                "stdout_logfile_backups": "2",
            }
        return configuration


def escaped(value: object) -> str:
    """Return a value as supervisord's configuration wants it: it expands `%`."""
    return str(value).replace("%", "%%")
