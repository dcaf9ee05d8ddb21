"""Serves the site on one machine: ``python -m cms.serve`` starts gunicorn and the worker, who live and die together.

Only the standard library, so that the Makefile can ask it for a free port before anything is installed.
Reads PORT (8000), HOST (127.0.0.1) and WEB_CONCURRENCY (2 processes of 4 threads).
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

#: Seconds that a process gets to finish what it is doing.
GRACE = 20
#: Bytes of an address and what stands around it; the most that gunicorn takes with a limit at all. Whatever the search
#: box takes fits, also when each character is nine bytes there; a longer address gets a bare error.
REQUEST_LINE = 8190

PR_SET_PDEATHSIG = 1  # prctl(2)


def main() -> int:
    host = os.environ.get("HOST", "127.0.0.1")
    port = _port()
    _refuse_used_port(host, port)
    if "--check" in sys.argv:
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")
    stopping = _stop_signals()
    processes = {
        "The web server": _start(*_gunicorn(host, port)),
        "The worker": _start(sys.executable, "-m", "django", "worker"),
    }
    announced = False
    while not stopping and all(process.poll() is None for process in processes.values()):
        if not announced and _answers(host, port):
            announced = True
            print(f"\nThe site is on http://localhost:{port} (Ctrl-C stops it).", flush=True)
        time.sleep(0.2)
    died = [name for name, process in processes.items() if process.poll() is not None]
    _stop(processes.values())
    if stopping:
        return 0
    print(f"{died[0]} stopped by itself (see above), so everything stops.", file=sys.stderr)
    return 1


def _port() -> int:
    value = os.environ.get("PORT", "8000")
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SystemExit(f"PORT must be a number from 1 to 65535; it is {value!r}.")
    return int(value)


def _refuse_used_port(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"Port {port} cannot be used ({error.strerror}): perhaps the site already runs.\n"
                f"Stop what uses the port, or take another one: PORT={port + 1} make run"
            ) from error


def _gunicorn(host, port):
    processes = os.environ.get("WEB_CONCURRENCY", "2")
    return [
        *[sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"{host}:{port}", "--no-control-socket"],
        *["--worker-class", "gthread", "--workers", processes, "--threads", "4"],
        *["--limit-request-line", str(REQUEST_LINE)],
        *["--log-level", "warning", "--graceful-timeout", str(GRACE // 2)],
    ]


def _stop_signals():
    """A list that fills when somebody asks to stop."""
    received = []
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        # nohup lets a server outlive its terminal.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, frame: received.append(number))
    return received


def _start(*command):
    # A session of its own: Ctrl-C reaches only us, and we pass it on once.
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)


def _die_with_parent():
    """Linux stops the process when we are killed; elsewhere a killed supervisor leaves it running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _answers(host, port):
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/gezond/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _stop(processes):
    deadline = time.monotonic() + GRACE
    for process in processes:
        process.terminate()
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))
        # Also what the process left behind: gunicorn's own workers, when gunicorn was killed.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
