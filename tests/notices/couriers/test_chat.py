"""An alert goes to a real service on this machine, which may misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from incidents.services.couriers import (
    CourierDownError,
    CourierError,
    MessageRefusedError,
    OutcomeUnknownError,
    TryLaterError,
    Whereabouts,
)
from notices.couriers.chat import ChatCourier
from notices.couriers.receipts import Receipts
from tests.notices.couriers.samples import a_message

#: One of Apprise's many services imports a module that Python will drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


class Room(ThreadingHTTPServer):
    """A chat service of one room."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.heard: list[dict[str, Any]] = []
        self.fault = ""

    @property
    def address(self) -> str:
        """Give the Apprise address of the room."""
        return f"json://127.0.0.1:{self.server_port}/room?method=POST"


class _Visitor(BaseHTTPRequestHandler):
    server: Room

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(json.loads(body))
        match self.server.fault:
            case "lost":
                self.connection.close()
                return
            case "silent":
                time.sleep(2)
        self.send_response(int(self.server.fault) if self.server.fault.isdigit() else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def room() -> Iterator[Room]:
    """Give a room that hears everything, until told otherwise."""
    with Room() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def courier(receipts: Receipts) -> ChatCourier:
    """Give a courier that waits for half a second."""
    return ChatCourier(receipts=receipts, timeout_seconds=0.5)


def test_the_room_hears_what_was_said(room: Room, courier: ChatCourier) -> None:
    courier.send(a_message(to=room.address, text="2 days left\nduenotice show X"))

    assert [(each["title"], each["message"]) for each in room.heard] == [
        ("KINGSTON-2026-001: 5 days left", "2 days left\nduenotice show X")
    ]
    assert courier.whereabouts(a_message().message_id) is Whereabouts.WENT_OUT
    assert courier.needs_address


@pytest.mark.parametrize(
    ("fault", "error", "known"),
    [
        ("503", TryLaterError, Whereabouts.STAYED),
        ("404", TryLaterError, Whereabouts.STAYED),
        ("lost", OutcomeUnknownError, Whereabouts.UNKNOWN),
        ("silent", OutcomeUnknownError, Whereabouts.UNKNOWN),
    ],
)
def test_each_fault_says_what_is_known_of_the_alert(
    *,
    room: Room,
    courier: ChatCourier,
    fault: str,
    error: type[CourierError],
    known: Whereabouts,
) -> None:
    room.fault = fault

    with pytest.raises(CourierError) as raised:
        courier.send(a_message(to=room.address))

    assert type(raised.value) is error
    assert courier.whereabouts(a_message().message_id) is known
    assert "127.0.0.1" not in str(raised.value)


def test_a_service_that_is_not_there_is_tried_later(courier: ChatCourier) -> None:
    with Room() as gone:
        address = gone.address

    with pytest.raises(CourierDownError, match="JSON cannot be reached"):
        courier.send(a_message(to=address))

    assert courier.whereabouts(a_message().message_id) is Whereabouts.STAYED


def test_an_address_of_no_known_kind_is_refused(courier: ChatCourier) -> None:
    with pytest.raises(MessageRefusedError, match="not one that Apprise knows"):
        courier.send(a_message(to="carrier-pigeon://secret-loft"))


def test_what_is_forgotten_is_not_known_any_more(room: Room, courier: ChatCourier) -> None:
    courier.send(a_message(to=room.address))
    courier.forget(a_message().message_id)

    assert courier.whereabouts(a_message().message_id) is Whereabouts.STAYED
