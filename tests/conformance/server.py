"""The real server as its own process, on a free port and with a database of its own."""

import ipaddress
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.prepared_database import copy_of, manage, start_server, template_of

_START_SECONDS = 60
_ACCOUNT = """
from datetime import timedelta
from django.utils import timezone
from milkshed.platform.models import AccessToken, Membership, Organisation, Person
office = Organisation.objects.create(kind="region_office", name_zh="演示机构", synthetic=True)
person = Person.objects.create_person("tester", None, name_zh="演示人员", synthetic=True)
Membership.objects.create(person=person, organisation=office, role="administrator")
print(AccessToken.issue(person, "test", timezone.now() + timedelta(days=1)))
"""


def own_database() -> AbstractContextManager[str]:
    """The address of a database with all tables in the configured server, dropped afterwards."""
    return copy_of(template_of(start_server()))


def prepare(url: str, more: str = "") -> str:
    """Make an account and what ``more`` says; return the account's bearer token."""
    return manage(url, "shell", "--no-imports", "-c", _ACCOUNT + more).split()[-1]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate of our own for 127.0.0.1 and its key, as PEM files."""

    certificate: Path
    key: Path

    @property
    def options(self) -> tuple[str, ...]:
        """What the server is told about them."""
        return (
            "--ssl-certificate",
            str(self.certificate),
            "--ssl-keyfile",
            str(self.key),
        )


def make_identity(folder: Path) -> Identity:
    """Sign a certificate with its own key, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Identity(folder / "certificate.pem", folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


@dataclass(slots=True)
class Server:
    """A running server process and how to speak to it."""

    process: subprocess.Popen[bytes]
    url: str
    token: str
    verify: ssl.SSLContext | bool = True

    def client(self) -> httpx.Client:
        """A client signed in by its token."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(
            base_url=self.url, headers=headers, timeout=60, trust_env=False, verify=self.verify
        )

    def kill(self) -> None:
        """End it at once, with no chance to tidy up, workers included."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(
    database_url: str, token: str, workers: int = 1, identity: Identity | None = None
) -> Iterator[Server]:
    """Run the server until the block ends; with an ``identity`` it speaks TLS."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-W", "ignore", "-m", "granian", "milkshed.site.asgi:application"),
            *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", str(workers), "--log-level", "error"),
            *(identity.options if identity else ()),
        ],
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "MILKSHED_THREADS": "8",
            "MILKSHED_SUBSCRIBER_NETWORKS": "127.0.0.0/8",
        },
        start_new_session=True,
    )
    if identity is None:
        server = Server(process, f"http://127.0.0.1:{port}", token)
    else:
        verify = ssl.create_default_context(cafile=str(identity.certificate))
        server = Server(process, f"https://127.0.0.1:{port}", token, verify)
    try:
        _await_answer(server)
        yield server
    finally:
        if process.poll() is None:
            server.kill()


def _await_answer(server: Server) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert server.process.poll() is None, "the server ended at its start"
        try:
            with server.client() as client:
                if client.options("/capture").status_code == 204:
                    return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("the server did not answer in time")
