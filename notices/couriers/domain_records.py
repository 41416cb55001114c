"""SPF, DKIM and DMARC of a sender's domain, as the resolver of the machine sees them.

One answer of a name server is one moment's view from one place; that is why a
finding says what was seen and never what a mailbox provider will do. Nothing here
raises: a name that cannot be looked up is not checked, with the reason.

RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dns.exception import DNSException, Timeout
from dns.name import EmptyLabel, LabelTooLong, NameTooLong
from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers, NoResolverConfiguration, Resolver

from incidents.services.telling.mail_domain import DomainCheck, Verdict

#: Seconds for one look-up, all its tries together.
_PATIENCE = 4.0
_DNS_PORT = 53
_LOCAL = ("localhost", "local", "localdomain", "internal", "home", "lan")
_ALL = re.compile(r"(^|\s)([-~?+]?)all(\s|$)", re.IGNORECASE)
_SPF, _DKIM, _DMARC = "SPF", "DKIM", "DMARC"


class _NotLookedUpError(Exception):
    """A look-up came to no answer; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRecords:
    """Looks up the records; without name servers those of the machine are asked."""

    nameservers: tuple[str, ...] = ()
    port: int = _DNS_PORT
    patience: float = _PATIENCE

    def __call__(self, sender: str | None, selector: str | None) -> tuple[DomainCheck, ...]:
        """Give what is found of the three records for a sender's address."""
        domain = _domain_of(sender)
        if domain is None:
            why = "no sender's address with a domain is set ([mail] sender)"
            return tuple(_not_checked(record, why) for record in (_SPF, _DKIM, _DMARC))
        return (self._spf(domain), self._dkim(domain, selector), self._dmarc(domain))

    def _spf(self, domain: str) -> DomainCheck:
        try:
            found = [each for each in self._texts(domain) if _is(each, "v=spf1")]
        except _NotLookedUpError as why:
            return _not_checked(_SPF, str(why))
        if len(found) != 1:
            lacks = f"has {len(found)} SPF records, which counts as none" if found else "has no SPF"
            return _bad(_SPF, f"{domain} {lacks}; publish one that names your mail server")
        ends = _ALL.search(found[0])
        if ends is not None and ends[2] in ("+", ""):
            return _bad(_SPF, f"{domain} lets the whole internet send (+all); name your server")
        return _good(_SPF, f"{domain} says who sends for it; the sender's own domain is aligned")

    def _dkim(self, domain: str, selector: str | None) -> DomainCheck:
        if selector is None:
            return _not_checked(_DKIM, "no selector is set ([sending] dkim_selector)")
        name = f"{selector}._domainkey.{domain}"
        try:
            found = [_tags(each) for each in self._texts(name)]
        except _NotLookedUpError as why:
            return _not_checked(_DKIM, str(why))
        if any(each.get("p") for each in found):
            return _good(_DKIM, f"there is a key at {name}; a signature by {domain} is aligned")
        if any("p" in each for each in found):
            return _bad(_DKIM, f"the key at {name} was withdrawn; ask your provider for a new one")
        return _bad(_DKIM, f"there is no key at {name}; publish the one your provider gives you")

    def _dmarc(self, domain: str) -> DomainCheck:
        """Look at the domain, then at those above it, as receivers do."""
        labels = domain.split(".")
        for start in range(len(labels) - 1):
            place = ".".join(labels[start:])
            try:
                found = [each for each in self._texts(f"_dmarc.{place}") if _is(each, "v=DMARC1")]
            except _NotLookedUpError as why:
                return _not_checked(_DMARC, str(why))
            if found:
                return _policy_of(place, found, is_own=start == 0)
        return _bad(_DMARC, f"{domain} has no DMARC policy; publish one, if only with p=none")

    def _texts(self, name: str) -> list[str]:
        """Give the texts of a name; none where there is no such name."""
        try:
            answer = self._resolver().resolve(name, "TXT", lifetime=self.patience, search=False)
        except (NXDOMAIN, NoAnswer):
            return []
        except Timeout:
            raise _NotLookedUpError(_UNANSWERED) from None
        except NoResolverConfiguration:
            raise _NotLookedUpError("this machine knows no name server") from None
        except NoNameservers:
            raise _NotLookedUpError("the name server of this machine refused to answer") from None
        except (EmptyLabel, LabelTooLong, NameTooLong):
            raise _NotLookedUpError(f"{name} is no name of a domain") from None
        except (DNSException, OSError):
            raise _NotLookedUpError("the name server cannot be reached") from None
        return [b"".join(each.strings).decode("utf-8", "replace") for each in answer]

    def _resolver(self) -> Resolver:
        if not self.nameservers:
            return Resolver()
        resolver = Resolver(configure=False)
        resolver.nameservers = list(self.nameservers)
        resolver.port = self.port
        return resolver


_UNANSWERED = "no name server answered within a few seconds; the machine may be off the network"


def _domain_of(sender: str | None) -> str | None:
    """Give the domain of an address; None where the internet does not know it."""
    domain = (sender or "").rpartition("@")[2].strip().rstrip(">.").lower()
    is_local = domain.rpartition(".")[2] in _LOCAL
    return domain if "." in domain and not is_local else None


def _policy_of(place: str, found: Sequence[str], *, is_own: bool) -> DomainCheck:
    if len(found) > 1:
        return _bad(_DMARC, f"{place} has {len(found)} DMARC policies, which counts as none")
    tags = _tags(found[0])
    name = "p" if is_own else "sp"
    policy = (tags.get(name) or tags.get("p") or "").lower()
    if policy not in ("none", "quarantine", "reject"):
        return _bad(_DMARC, f"the DMARC policy of {place} cannot be read; it needs p=")
    return _good(_DMARC, f"{place} asks for {policy} where neither SPF nor DKIM is aligned")


def _is(text: str, version: str) -> bool:
    """Say whether a text begins with a version, and no longer word."""
    head = re.split(r"[\s;]", text.strip(), maxsplit=1)[0]
    return head.replace(" ", "").lower() == version.lower()


def _tags(text: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in text.split(";"))
    return {name.strip().lower(): value.strip() for name, equals, value in pairs if equals}


def _good(record: str, words: str) -> DomainCheck:
    return DomainCheck(record=record, verdict=Verdict.GOOD, words=words)


def _bad(record: str, words: str) -> DomainCheck:
    return DomainCheck(record=record, verdict=Verdict.BAD, words=words)


def _not_checked(record: str, why: str) -> DomainCheck:
    return DomainCheck(record=record, verdict=Verdict.NOT_CHECKED, words=why)
