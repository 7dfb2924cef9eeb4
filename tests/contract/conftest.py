"""The same contract over both databases: SQLCipher always, PostgreSQL where its programs are found."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.domain.clock import SystemClock
from tests.fakes.hall import HallProcess, make_hall, open_store


def _program(name: str) -> str | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, places)]))


def _run_as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; containers often run tests as root."""
    if os.name == "posix" and os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    return command


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory) -> Iterator[str]:
    """A throw-away cluster on a Unix socket; yields the URL of its maintenance database."""
    programs = {name: _program(name) for name in ("initdb", "postgres", "pg_ctl")}
    missing = [name for name, path in programs.items() if path is None]
    if missing or os.name != "posix":
        pytest.skip(f"PostgreSQL's programs are not installed: {', '.join(missing)}")
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or not _has_user("postgres")):
        pytest.skip("PostgreSQL refuses root, and there is no user postgres to run it as")
    import tempfile

    # A socket's path may have about 100 characters, and the postgres user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="nghisu-pg-", dir="/tmp"))
    folder.chmod(0o755)
    data, socket_folder = folder / "data", folder / "s"
    for path in (data, socket_folder):
        path.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    initdb = [programs["initdb"], "-D", str(data), "-U", "nghisu", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(_run_as_postgres(initdb), check=True, **quiet)
    options = f"-c listen_addresses='' -c unix_socket_directories='{socket_folder}' -c fsync=off"
    control = [programs["pg_ctl"], "-D", str(data), "-w", "-t", "60"]
    subprocess.run(
        _run_as_postgres([*control, "-o", options, "-l", str(data / "log"), "start"]), check=True, **quiet
    )
    try:
        yield f"postgresql://nghisu@/postgres?host={socket_folder}"
    finally:
        subprocess.run(_run_as_postgres([*control, "-m", "immediate", "stop"]), check=True, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def _has_user(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def _empty_database(postgres_server: str) -> Iterator[str]:
    import psycopg

    name = f"test_{os.urandom(6).hex()}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server) -> Iterator[str]:
    """An empty database of the test's own."""
    with _empty_database(postgres_server) as url:
        yield url


_BOTH = ["sqlcipher", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=_BOTH)
def database_url(request) -> str | None:
    """None for SQLCipher, else PostgreSQL's URL: every test that uses it runs over both."""
    return None if request.param == "sqlcipher" else request.getfixturevalue("postgres_url")


@pytest.fixture
def hall_store(tmp_path, database_url):
    store = open_store(tmp_path / "hall", database_url)
    yield store
    store.close()


@pytest.fixture
def hall(hall_store):
    """A hall in this process, with the invented congress in its log."""
    return make_hall(hall_store, SystemClock())


@pytest.fixture(scope="module", params=_BOTH)
def running_hall(request, tmp_path_factory) -> Iterator[HallProcess]:
    """A hall in a process of its own, over TLS on loopback, shared by a module's tests."""
    with ExitStack() as stack:
        url = None
        if request.param == "postgres":
            server = request.getfixturevalue("postgres_server")
            url = stack.enter_context(_empty_database(server))
        process = HallProcess(tmp_path_factory.mktemp("shared") / "hall", url).found().start()
        stack.callback(process.stop)
        yield process


@pytest.fixture
def own_hall(tmp_path, database_url) -> Iterator[HallProcess]:
    """The same, for a test that ends it."""
    process = HallProcess(tmp_path / "hall", database_url).found().start()
    yield process
    process.stop()


@pytest.fixture
def devices(tmp_path):
    """Opens device stores and closes them, and stops engines, in the right order."""
    from tests.fakes.device import Devices

    with ExitStack() as stack:
        yield Devices(tmp_path / "devices", stack)
