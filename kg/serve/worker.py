"""A process that answers for a server, one request after the other; it is killed where it takes too long.

Run as `python -m kg.serve.worker`. It talks with `kg.serve.workers` by frames on its standard input and output: a
byte for the kind, four for the length, then the content. A request (pickled) names a function of kg and its
arguments; the function gets the open store first. The answer is any number of pieces of data and one result.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from kg.errors import GraphError
from kg.store.embedded import EmbeddedStore, state_of

HEAD = struct.Struct(">cI")
DATA, RESULT, ERROR = b"D", b"R", b"E"
PIECE = 64 * 1024
#: How often a store beside a writer is tried to be opened anew, and how many times the time that it took lie between.
_ATTEMPTS = 2
_SHARE = 5


@dataclass(frozen=True, slots=True)
class Task:
    """A request: `function(store, *arguments)`, with a file for output after the store where it `streams`.

    `path` is the store's folder (None: the function is called without a store). A store that was opened before
    the server's own write number `epoch` is opened anew; one that others changed, some `refresh` seconds later.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    path: str | None
    streams: bool = False
    epoch: int = 0
    refresh: float = 1.0


class Frames:
    """Output of a task as frames of some 64 KB; `limit` bytes at most. `write` raises OverLimit beyond.

    `over` tells so too, for an engine in between that makes an error of its own of it; `sent`, whether any of it is
    on its way.
    """

    def __init__(self, pipe: BinaryIO, limit: int) -> None:
        self._pipe = pipe
        self._left = limit
        self._piece = bytearray()
        self.sent = False
        self.over = False

    def write(self, data: bytes, /) -> int:
        """Takes bytes."""
        self._left -= len(data)
        if self._left < 0:
            self.over = True
            raise OverLimit
        self._piece += data
        if len(self._piece) >= PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Sends what is there."""
        if self._piece:
            self.sent = True
            send(self._pipe, DATA, bytes(self._piece))
            self._piece.clear()


class OverLimit(Exception):
    """The answer is larger than the server gives."""


def send(pipe: BinaryIO, kind: bytes, content: bytes) -> None:
    """Writes one frame."""
    pipe.write(HEAD.pack(kind, len(content)))
    pipe.write(content)
    pipe.flush()


#: As often a question is asked while a build takes files of the store away.
_TRIES = 4


class _Reader:
    """The store, opened anew when there is something new in it.

    Where that does not come about at once, because a build is writing hard, the state that is open is good for some
    more time: it stays whole. What takes long is done the more seldom.
    """

    def __init__(self) -> None:
        self._store: EmbeddedStore | None = None
        self._opened: tuple[str, int] | None = None
        self._state: object = None
        self._next = 0.0

    def store(self, task: Task) -> EmbeddedStore | None:
        if task.path is None:
            return None
        if self._store is None or self._opened != (task.path, task.epoch):
            self.forget()
            self._open(task.path, task)
        elif time.monotonic() >= self._next and state_of(task.path) != self._state:
            try:
                self._open(task.path, task, attempts=_ATTEMPTS)
            except GraphError:
                self._next = time.monotonic() + task.refresh
        return self._store

    def _open(self, path: str, task: Task, attempts: int | None = None) -> None:
        began = time.monotonic()
        state = state_of(path)
        store = EmbeddedStore(path) if attempts is None else EmbeddedStore(path, attempts=attempts)
        self.forget()
        self._store, self._state, self._opened = store, state, (path, task.epoch)
        now = time.monotonic()
        # Who wants the newest at any price (refresh 0) pays it.
        self._next = now + max(task.refresh, _SHARE * (now - began)) if task.refresh else now

    def forget(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


def serve(requests: BinaryIO, answers: BinaryIO, result_limit: int, memory_limit: int) -> None:
    """Answers until the requests end."""
    reader = _Reader()
    limited = False
    while head := requests.read(HEAD.size):
        _, length = HEAD.unpack(head)
        task: Task = pickle.loads(requests.read(length))
        output = Frames(answers, result_limit) if task.streams else None
        try:
            store = reader.store(task)
            if not limited:
                _limit_memory(memory_limit)
                limited = True
            result: Any = None
            for left in reversed(range(_TRIES)):
                try:
                    result = _run(task, store, output)
                    break
                except (OSError, RuntimeError, GraphError):
                    # Another process may have compacted files of the store away: again, on what is there now.
                    if store is None or not left or (output is not None and (output.sent or output.over)):
                        raise
                    reader.forget()
                    output = Frames(answers, result_limit) if task.streams else None
                    store = reader.store(task)
            send(answers, RESULT, pickle.dumps(result))
        except Exception as error:
            over = output is not None and output.over
            send(answers, ERROR, pickle.dumps(OverLimit() if over else _portable(error)))


def _run(task: Task, store: EmbeddedStore | None, output: Frames | None) -> Any:
    given: list[Any] = [] if store is None else [store]
    if output is None:
        return task.function(*given, *task.arguments)
    result = task.function(*given, output, *task.arguments)
    output.flush()
    return result


def _portable(error: Exception) -> Exception:
    """The error, or where it cannot be pickled one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _limit_memory(beyond: int) -> None:
    """Lets the process grow by `beyond` bytes; where the system knows no such limit, as it likes."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + beyond, now + beyond))
    except (ImportError, OSError, ValueError):
        return


def main() -> None:
    """Entry point: takes the pipes for itself, so that nothing that prints can break the frames."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb", buffering=PIECE)
    os.dup2(2, 1)
    result_limit, memory_limit = map(int, sys.argv[1:3])
    serve(os.fdopen(os.dup(0), "rb"), answers, result_limit, memory_limit)


if __name__ == "__main__":
    # Under its real name, so that what is pickled is the same class on both sides.
    from kg.serve import worker

    worker.main()
