"""Which ways of telling somebody the law allows, and which one is taken.

The ways stand in the rules by the words of their provisions: 8 NYCRR 121.10(h)
names first-class mail, e-mail and the telephone; State Technology Law 208(5)
writing, e-mail to those who consented to it on record, and the telephone. Where
one notice fulfils two duties the stricter of the two decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce

from incidents.law.rule import Rule
from incidents.people.reach import Reach
from incidents.people.recipient import Method, MethodPlan

_WORDS_OF_RULES = {
    "first_class_mail": Method.FIRST_CLASS_MAIL,
    "written": Method.FIRST_CLASS_MAIL,
    "email": Method.EMAIL,
    "electronic_with_consent": Method.EMAIL,
    "telephone": Method.TELEPHONE,
}
_WITH_CONSENT = "electronic_with_consent"
#: The order in which ways are tried once the preferred one is of no use.
_ORDER = (Method.FIRST_CLASS_MAIL, Method.EMAIL, Method.TELEPHONE)
_NO_CONSENT = "no consent to e-mail is on record"
_NOUNS = {
    Method.FIRST_CLASS_MAIL: "postal address",
    Method.EMAIL: "e-mail",
    Method.TELEPHONE: "telephone number",
}
_LACKING = {
    Method.FIRST_CLASS_MAIL: "no usable postal address",
    Method.EMAIL: "no usable e-mail address",
    Method.TELEPHONE: "no usable telephone number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedMethods:
    """The ways in which one notice may be given."""

    methods: frozenset[Method]
    #: E-mail only to those whose express consent is on record.
    email_needs_consent: bool = False
    #: Of these each use has to be logged.
    logged: frozenset[Method] = frozenset()

    @classmethod
    def by(cls, rule: Rule) -> AllowedMethods:
        """Give what one rule allows; one that names no way leaves all open."""
        named = frozenset(_WORDS_OF_RULES[each] for each in rule.methods if each in _WORDS_OF_RULES)
        logged = (_WORDS_OF_RULES[each] for each in rule.logged_methods if each in _WORDS_OF_RULES)
        return cls(
            methods=named or frozenset(Method),
            email_needs_consent=_WITH_CONSENT in rule.methods,
            logged=frozenset(logged),
        )

    def and_by(self, other: AllowedMethods) -> AllowedMethods:
        """Give what both allow: for a notice that fulfils two duties."""
        return AllowedMethods(
            methods=self.methods & other.methods,
            email_needs_consent=self.email_needs_consent or other.email_needs_consent,
            logged=self.logged | other.logged,
        )

    def plan(self, reach: Reach, prefer: Method) -> MethodPlan:
        """Give the way that is taken, the one that follows, and why."""
        ways = [
            each
            for each in self.in_order(prefer)
            if reach.can_be_used(each, needs_consent=self.email_needs_consent)
        ]
        if not ways:
            return MethodPlan(method=None, fallback=None, reason=self._none(reach))
        fallback = ways[1] if len(ways) > 1 else None
        return MethodPlan(
            method=ways[0], fallback=fallback, reason=self._why(ways[0], reach, prefer)
        )

    def in_order(self, prefer: Method) -> tuple[Method, ...]:
        """Give the allowed ways, the preferred one first."""
        return _in_order(self.methods, prefer)

    def _why(self, taken: Method, reach: Reach, prefer: Method) -> str:
        if taken is prefer:
            return f"{prefer.words}, as preferred"
        if prefer not in self.methods:
            return f"{taken.words}: {prefer.words} is no way that the law allows here"
        return f"{taken.words}: {self._lacking(prefer, reach)}"

    def _lacking(self, method: Method, reach: Reach) -> str:
        if method is Method.EMAIL and reach.email is not None:
            return _NO_CONSENT
        return _LACKING[method]

    def _none(self, reach: Reach) -> str:
        """Give what is lacking in one short line, since it stands on the list to work."""
        lacks_consent = reach.email is not None
        nouns = [
            _NOUNS[each]
            for each in _ORDER
            if each in self.methods and not (each is Method.EMAIL and lacks_consent)
        ]
        listed = " or ".join(filter(None, (", ".join(nouns[:-1]), *nouns[-1:])))
        lacking = [f"no usable {listed}"] if nouns else []
        if lacks_consent and Method.EMAIL in self.methods:
            lacking.append(_NO_CONSENT)
        return "; ".join(lacking)


@lru_cache(maxsize=64)
def _in_order(methods: frozenset[Method], prefer: Method) -> tuple[Method, ...]:
    order = (prefer, *(each for each in _ORDER if each is not prefer))
    return tuple(each for each in order if each in methods)


def allowed_by(rules: Sequence[Rule]) -> AllowedMethods:
    """Give the ways that all of these rules allow."""
    return reduce(AllowedMethods.and_by, map(AllowedMethods.by, rules))
