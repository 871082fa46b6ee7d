"""Connections of slow, silent and too many clients: uvicorn's protocol, with a clock.

uvicorn waits for a request's head for ever, and counts who only sits there among those whom it serves. Here a client
has so long to send a request's head and for each pause in its body or in taking an answer; and where there are too
many connections, the one that has been waited for longest makes room for a new one. Who sends a whole request is
therefore answered however many sit around.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Connections that the system holds until they are taken in; as many may come in one turn of the loop.
BACKLOG = 1024
_TICKS = 4
_MOMENT = 0.05
_RESET = struct.pack("ii", 1, 0)


class Connections:
    """All connections of a server that are waited for, the longest first; at most `most` are open."""

    def __init__(self, most: int, patience: float) -> None:
        self.most = most
        self.patience = patience
        self.open: set[Patient] = set()
        self.waited: dict[Patient, float] = {}
        self.turned_away = 0
        self._sweeping = False
        self._thinning = False

    def protocol(self) -> Callable[..., Patient]:
        """What uvicorn makes for each connection."""

        def connection(*arguments: Any, **named: Any) -> Patient:
            return Patient(self, *arguments, **named)

        return connection

    def admit(self, newcomer: Patient) -> None:
        """Takes a connection in. Where there are too many, those waited for longest go, in a moment.

        Not at once: a whole backlog comes in one turn of the loop, and who has sent his request must be heard first.
        Only where the open files would run out, one goes now: who had his moment, or else the newcomer.
        """
        self.open.add(newcomer)
        self.wait_for(newcomer)
        if len(self.open) > 2 * self.most + BACKLOG:
            longest, since = next(iter(self.waited.items()))
            self.turn_away(longest if time.monotonic() - since > _MOMENT else newcomer)
        elif len(self.open) > self.most and not self._thinning:
            self._thinning = True
            asyncio.get_running_loop().call_later(_MOMENT, self._thin)

    def _thin(self) -> None:
        self._thinning = False
        for one in list(self.waited)[: max(0, len(self.open) - self.most)]:
            self.turn_away(one)

    def wait_for(self, one: Patient) -> None:
        """From now on this one is waited for."""
        self.waited.pop(one, None)
        self.waited[one] = time.monotonic()
        self._sweep_later()

    def served(self, one: Patient) -> None:
        """This one has sent all that is needed."""
        self.waited.pop(one, None)

    def left(self, one: Patient) -> None:
        """This one is gone."""
        self.open.discard(one)
        self.waited.pop(one, None)

    def turn_away(self, one: Patient) -> None:
        """Ends a connection without waiting for its client."""
        self.turned_away += 1
        self.left(one)
        one.drop()

    def sweep(self) -> None:
        """Turns away all that were waited for too long; comes again as long as there are others."""
        late = time.monotonic() - self.patience
        for one, since in list(self.waited.items()):
            if since > late:
                break
            self.turn_away(one)
        self._sweeping = False
        self._sweep_later()

    def _sweep_later(self) -> None:
        if self.waited and not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(self.patience / _TICKS, self.sweep)


class Patient(H11Protocol):
    """A connection whose client is waited for, but not for ever."""

    def __init__(self, connections: Connections, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._connections = connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """A client came."""
        super().connection_made(transport)
        self._connections.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client left."""
        self._connections.left(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a request came. Only whole heads stop the clock; pieces of a body set it anew."""
        before = self.cycle
        super().data_received(data)
        self._note(before)

    def _note(self, before: Any) -> None:
        if self not in self._connections.open:
            return
        if self.cycle is None or self.cycle.response_complete:
            return
        if self.cycle.more_body:
            self._connections.wait_for(self)
        elif self.cycle is not before or self in self._connections.waited:
            self._connections.served(self)

    def on_response_complete(self) -> None:
        """The answer is on its way; the next request, or the end, is waited for."""
        super().on_response_complete()
        if self in self._connections.open:
            self._connections.wait_for(self)
            self._note(None)

    def pause_writing(self) -> None:
        """The client takes its answer too slowly for the buffers: it is waited for."""
        super().pause_writing()
        if self in self._connections.open:
            self._connections.wait_for(self)

    def resume_writing(self) -> None:
        """The client took some of its answer."""
        super().resume_writing()
        self._connections.served(self)

    def drop(self) -> None:
        """Ends the connection at once, by a reset: what was not taken is not kept in the system's buffers either."""
        transport = cast("asyncio.Transport", self.transport)
        with contextlib.suppress(OSError):
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
