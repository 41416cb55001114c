"""SPF, DKIM and DMARC, asked of a name server that runs here."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from incidents.services.telling.mail_domain import DomainCheck, Verdict
from notices.couriers.domain_records import DomainRecords

SENDER = "privacy@kingston.example.org"
KEY = "google._domainkey.kingston.example.org"
GOOD = {
    "kingston.example.org": ["v=spf1 include:_spf.example.net -all", "some-site-verification=1"],
    KEY: ["v=DKIM1; k=rsa; p=MIGfMA0GCSq"],
    "_dmarc.kingston.example.org": ["v=DMARC1; p=quarantine; adkim=r"],
}


class NameServer:
    """A name server with a few texts, on a port of its own."""

    def __init__(self, texts: Mapping[str, list[str]], rcode: dns.rcode.Rcode | None) -> None:
        """Take the texts by name; with a code it answers nothing else."""
        self._texts = texts
        self._rcode = rcode
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._socket.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            asked, whom = self._socket.recvfrom(4096)
            if not asked:
                return
            self._socket.sendto(self._answer(asked), whom)

    def _answer(self, asked: bytes) -> bytes:
        query = dns.message.from_wire(asked)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        question = query.question[0]
        texts = self._texts.get(question.name.to_text(omit_final_dot=True).lower())
        if self._rcode is not None:
            answer.set_rcode(self._rcode)
        elif texts is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif texts:
            quoted = [" ".join(f'"{part}"' for part in _parts(each)) for each in texts]
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", *quoted))
        return answer.to_wire()


def _parts(text: str) -> list[str]:
    """Cut a text into strings as a zone file has to."""
    return [text[start : start + 200] for start in range(0, len(text), 200)]


@contextmanager
def serving(
    texts: Mapping[str, list[str]], rcode: dns.rcode.Rcode | None = None
) -> Iterator[DomainRecords]:
    """Give the door to a name server with these texts."""
    server = NameServer(texts, rcode)
    server.start()
    try:
        yield DomainRecords(nameservers=("127.0.0.1",), port=server.port)
    finally:
        server.stop()


def found(
    texts: Mapping[str, list[str]], sender: str | None = SENDER, selector: str | None = "google"
) -> dict[str, DomainCheck]:
    """Give what is found of each record."""
    with serving(texts) as look:
        return {each.record: each for each in look(sender, selector)}


def verdicts(texts: Mapping[str, list[str]]) -> dict[str, str]:
    """Give the verdict on each record."""
    return {record: each.verdict.value for record, each in found(texts).items()}


def test_a_domain_with_all_three_records_is_good() -> None:
    checks = found(GOOD)

    assert [each.verdict for each in checks.values()] == [Verdict.GOOD] * 3
    assert checks["SPF"].words == (
        "kingston.example.org says who sends for it; the sender's own domain is aligned"
    )
    assert checks["DKIM"].words == (
        f"there is a key at {KEY}; a signature by kingston.example.org is aligned"
    )
    assert checks["DMARC"].words == (
        "kingston.example.org asks for quarantine where neither SPF nor DKIM is aligned"
    )


def test_a_domain_without_records_is_told_what_to_publish() -> None:
    checks = found({"kingston.example.org": ["something else"]})

    assert {each.record: (each.verdict, each.words) for each in checks.values()} == {
        "SPF": (
            Verdict.BAD,
            "kingston.example.org has no SPF; publish one that names your mail server",
        ),
        "DKIM": (
            Verdict.BAD,
            f"there is no key at {KEY}; publish the one your provider gives you",
        ),
        "DMARC": (
            Verdict.BAD,
            "kingston.example.org has no DMARC policy; publish one, if only with p=none",
        ),
    }


@pytest.mark.parametrize(
    ("record", "texts", "verdict"),
    [
        ("SPF", {"kingston.example.org": ["v=spf1 mx ~all"]}, "good"),
        ("SPF", {"kingston.example.org": ["V=SPF1 redirect=_spf.example.net"]}, "good"),
        ("SPF", {"kingston.example.org": ["v=spf1 +all"]}, "bad"),
        ("SPF", {"kingston.example.org": ["v=spf1 all"]}, "bad"),
        ("SPF", {"kingston.example.org": ["v=spf1 mx -all", "v=spf1 a -all"]}, "bad"),
        ("SPF", {"kingston.example.org": ["v=spf10 mx -all"]}, "bad"),
        ("SPF", {"kingston.example.org": []}, "bad"),
        ("DKIM", {KEY: ["v=DKIM1; p="]}, "bad"),
        ("DKIM", {KEY: ["k=rsa; p=" + "M" * 700]}, "good"),
        ("DMARC", {"_dmarc.kingston.example.org": ["v=DMARC1; p=none"]}, "good"),
        ("DMARC", {"_dmarc.kingston.example.org": ["v=DMARC1; rua=mailto:a@b.org"]}, "bad"),
        (
            "DMARC",
            {"_dmarc.kingston.example.org": ["v=DMARC1; p=none"] * 1 + ["v=DMARC1; p=reject"]},
            "bad",
        ),
        # The policy of the domain above holds for those below.
        ("DMARC", {"_dmarc.example.org": ["v=DMARC1; p=none; sp=reject"]}, "good"),
    ],
)
def test_each_record_is_read_as_receivers_read_it(
    record: str, texts: dict[str, list[str]], verdict: str
) -> None:
    assert verdicts(texts)[record] == verdict


def test_the_policy_for_domains_below_is_the_one_that_counts() -> None:
    checks = found({"_dmarc.example.org": ["v=DMARC1; p=none; sp=reject"]})

    assert checks["DMARC"].words == (
        "example.org asks for reject where neither SPF nor DKIM is aligned"
    )


def test_without_a_selector_dkim_is_not_checked() -> None:
    check = found(GOOD, selector=None)["DKIM"]

    assert check.verdict is Verdict.NOT_CHECKED
    assert check.words == "no selector is set ([sending] dkim_selector)"


@pytest.mark.parametrize("sender", [None, "", "duenotice@localhost", "privacy", "a@mail.local"])
def test_without_a_sender_nothing_is_checked(sender: str | None) -> None:
    checks = found(GOOD, sender=sender).values()

    assert {each.verdict for each in checks} == {Verdict.NOT_CHECKED}
    assert {each.words for each in checks} == {
        "no sender's address with a domain is set ([mail] sender)"
    }


def test_a_server_that_refuses_means_not_checked() -> None:
    with serving(GOOD, rcode=dns.rcode.REFUSED) as look:
        checks = look(SENDER, "google")

    assert {each.words for each in checks} == {"the name server of this machine refused to answer"}


def test_no_answer_in_a_few_seconds_means_not_checked() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        port = int(silent.getsockname()[1])
        look = DomainRecords(nameservers=("127.0.0.1",), port=port, patience=0.2)
        checks = look(SENDER, "google")

    assert {each.verdict for each in checks} == {Verdict.NOT_CHECKED}
    assert {each.words for each in checks} == {
        "no name server answered within a few seconds; the machine may be off the network"
    }


def test_a_name_that_is_none_means_not_checked() -> None:
    checks = found(GOOD, sender=f"a@{'x' * 70}.example.org")

    assert {each.verdict for each in checks.values()} == {Verdict.NOT_CHECKED}
