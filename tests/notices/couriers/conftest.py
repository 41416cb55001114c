"""A mail server that does what a test asks of it, and a message to send."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from notices.couriers.receipts import Receipts
from notices.couriers.smtp import MailServer, SmtpCourier
from tests.support.mail_sink import MailSink


@pytest.fixture
def sink() -> Iterator[MailSink]:
    """Give a mail server that takes everything, until told otherwise."""
    with MailSink() as running:
        yield running


@pytest.fixture
def receipts(tmp_path: Path) -> Receipts:
    """Give a folder for receipts."""
    return Receipts(tmp_path / "receipts")


@pytest.fixture
def courier_to(receipts: Receipts) -> Callable[..., SmtpCourier]:
    """Give a courier to a mail server on this machine."""

    def make(port: int, **settings: object) -> SmtpCourier:
        given = {"host": "127.0.0.1", "port": port, "starttls": False, **settings}
        server = MailServer(**given, sender="duenotice@kingston.example")  # type: ignore[arg-type]
        return SmtpCourier(server=server, receipts=receipts, timeout_seconds=1)

    return make


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate for this machine that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def own(certificate: Path) -> ssl.SSLContext:
    """Give what a server shows who it is by."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    """Give what a client knows that server by."""
    return ssl.create_default_context(cafile=certificate)
