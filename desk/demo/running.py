"""Where the errands of the demo are run, and what they ask of the record.

An errand is work with transactions of its own: it may be cut off anywhere and
done again, and does then what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.wiring import Installation
from desk.demo.mail_server import DemoMailServer
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState

if TYPE_CHECKING:
    from incidents.services.ports import UnitOfWork

#: How many stand where.
Standing = Mapping[DeliveryState, int]


@dataclass(frozen=True, slots=True)
class Running:
    """Where an errand is run, for which case, and when."""

    home: Installation
    case: str
    at: Instant
    server: DemoMailServer

    def work(self, actor: str = "dpo") -> UnitOfWork:
        """Give a unit of work of somebody."""
        return self.home.work(self.at, actor)

    def reading(self) -> UnitOfWork:
        """Give a unit of work that only reads."""
        return self.home.reading(self.at)

    def sendings(self) -> list[int]:
        """Give the released sendings of the case."""
        with self.reading() as work:
            return [each.number for each in work.sendings.of_case(self.case) if each.state.lets_go]

    def standing(self, method: Method) -> Standing:
        """Give how many deliveries by a method stand where."""
        found: dict[DeliveryState, int] = {}
        with self.reading() as work:
            for sending in work.sendings.of_case(self.case):
                for each in work.deliveries.tally(sending.id):
                    if each.method is method:
                        found[each.state] = found.get(each.state, 0) + each.count
        return found

    def more(self, method: Method, before: Standing, *states: DeliveryState) -> list[int]:
        """Give how many more stand somewhere than did before."""
        now = self.standing(method)
        return [now.get(each, 0) - before.get(each, 0) for each in states]

    def deliveries(self, method: Method, state: DeliveryState) -> list[int]:
        """Give the deliveries by a method that stand somewhere, by number."""
        with self.reading() as work:
            return [
                each.delivery.id
                for each in work.deliveries.stream(self.case)
                if each.delivery.method is method and each.delivery.state is state
            ]


#: Does what is to be done, and says it in lines.
Errand = Callable[[Running], Iterator[str]]


def counted(counts: Mapping[str, int]) -> str:
    """Give counts as they stand in a sentence.

    >>> counted({"e-mail": 1250, "telephone": 31})
    '1,250 by e-mail, 31 by telephone'
    """
    return ", ".join(f"{count:,} by {words}" for words, count in counts.items())
