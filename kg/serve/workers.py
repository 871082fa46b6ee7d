"""The processes that answer, and the store behind them: `Served` is what all routes ask.

    rows = await served.call(function, argument)              # function(store, argument) in a worker
    answer = await served.stream(function, argument)          # function(store, output, argument)

A worker that takes longer than it may, needs more memory than it may, or dies of what it was asked, is replaced.
Answers are taken in whole before they go to a client, so that a slow client holds no worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from kg.errors import KgError
from kg.serve.settings import Settings
from kg.serve.worker import DATA, ERROR, HEAD, RESULT, OverLimit, Task

_IN_MEMORY = 1024 * 1024


class ServeError(KgError):
    """A request that the server cannot answer; `status` is that of HTTP."""

    status = 500


class TimedOut(ServeError):
    """It took longer than a query may."""

    status = 503


class TooLarge(ServeError):
    """Its answer is larger than the server gives."""

    status = 413


class Exhausted(ServeError):
    """It needed more memory than it may, or nests too deeply: its process died of it."""

    status = 500


class Busy(ServeError):
    """Too many others wait already."""

    status = 503


@dataclass(slots=True)
class Answer:
    """What a worker gave: the `result` of the function, and its output, `size` bytes from the start of `output`."""

    result: Any
    output: BinaryIO
    size: int


@dataclass(slots=True)
class Counts:
    """What became of the tasks so far, by outcome, and how many workers were killed or died."""

    done: int = 0
    failed: int = 0
    timed_out: int = 0
    too_large: int = 0
    died: int = 0
    refused: int = 0
    seconds: float = 0.0


class _Worker:
    """One process. Whoever finds it broken kills it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, settings: Settings) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.worker", str(settings.result_limit), str(settings.memory_limit),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        return cls(process)

    async def run(self, task: Task, output: BinaryIO) -> tuple[bytes, Any, int]:
        """The kind of the last frame, its content, and the bytes of output. Raises EOFError where it died."""
        reader, writer = self.process.stdout, self.process.stdin
        assert reader is not None
        assert writer is not None
        content = pickle.dumps(task)
        size = 0
        try:
            writer.write(HEAD.pack(DATA, len(content)))
            writer.write(content)
            await writer.drain()
            while True:
                kind, length = HEAD.unpack(await reader.readexactly(HEAD.size))
                content = await reader.readexactly(length)
                if kind != DATA:
                    return kind, pickle.loads(content), size
                output.write(content)
                size += length
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise EOFError from error

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Workers:
    """A fixed number of worker processes; started by `start`, ended by `stop`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.counts = Counts()
        self.busy = 0
        self.waiting = 0
        self._free: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        self._all: set[_Worker] = set()
        heavy = self.settings.workers - 1 or 1
        self._heavy = asyncio.Semaphore(heavy)

    async def start(self, at_once: bool = True) -> None:
        """Makes room for the workers; each process starts when it is first needed, the first one now if `at_once`."""
        for _ in range(self.settings.workers - 1):
            self._free.put_nowait(None)
        self._free.put_nowait(await self._start() if at_once else None)

    async def stop(self) -> None:
        """Ends all processes."""
        await asyncio.gather(*(worker.kill() for worker in self._all))
        self._all.clear()

    async def run(self, task: Task, *, heavy: bool = False, timeout: float | None = None) -> Answer:
        """Runs a task. `heavy` ones leave one worker to the others.

        Raises ServeError where it takes too long, gives too much, or its worker dies; what the function raised else.
        """
        if self.waiting >= self.settings.waiting_limit:
            self.counts.refused += 1
            raise Busy("the server is busy", remedy="Try again in some seconds")
        limit = timeout or self.settings.timeout
        loop = asyncio.get_running_loop()
        self.waiting += 1
        taken = False
        try:
            async with asyncio.timeout(limit):
                if heavy:
                    await self._heavy.acquire()
                    taken = True
                worker = await self._free.get()
        except TimeoutError:
            if taken:
                self._heavy.release()
            self.counts.refused += 1
            raise Busy("the server is busy", remedy="Try again in some seconds") from None
        except BaseException:
            if taken:
                self._heavy.release()
            raise
        finally:
            self.waiting -= 1
        self.busy += 1
        began = loop.time()
        try:
            return await self._run(worker, task, limit)
        finally:
            self.busy -= 1
            self.counts.seconds += loop.time() - began
            if taken:
                self._heavy.release()

    async def _run(self, worker: _Worker | None, task: Task, limit: float) -> Answer:
        """The same on a worker that was free, which is free again afterwards, or replaced."""
        # Whoever reads the answer closes it.
        output = cast("BinaryIO", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
        whole = False
        try:
            async with asyncio.timeout(limit):
                worker = worker or await self._start()
                kind, content, size = await worker.run(task, output)
            whole = True
            if kind == ERROR:
                if isinstance(content, OverLimit):
                    self.counts.too_large += 1
                    raise TooLarge(
                        f"the answer is larger than {self.settings.result_limit:,} bytes", remedy="Ask for less: LIMIT"
                    )
                self.counts.failed += 1
                raise content
            assert kind == RESULT
            self.counts.done += 1
            output.seek(0)
            return Answer(content, output, size)
        except TimeoutError:
            self.counts.timed_out += 1
            raise TimedOut(
                f"it took longer than {limit:g} seconds", remedy="Ask for less, or raise the server's --timeout"
            ) from None
        except EOFError:
            self.counts.died += 1
            raise Exhausted(
                "it needs more memory than a query may take, or nests too deeply", remedy="Ask for less"
            ) from None
        except BaseException:
            if not whole:
                output.close()
            raise
        finally:
            if worker is not None and not whole:
                self._all.discard(worker)
                broken, worker = worker, None
                try:
                    await asyncio.shield(broken.kill())
                finally:
                    self._free.put_nowait(None)
            else:
                self._free.put_nowait(worker)

    async def _start(self) -> _Worker:
        worker = await _Worker.start(self.settings)
        self._all.add(worker)
        return worker


class Served:
    """The graph that a server serves; in `request.app.state.graph`."""

    def __init__(self, path: str, workers: Workers, settings: Settings) -> None:
        self.path = path
        self.workers = workers
        self.settings = settings
        #: Goes up with each write by the server itself, so that what is asked after it sees it.
        self.epoch = 0
        self._writing = asyncio.Lock()

    async def call(self, function: Callable[..., Any], *arguments: Any, heavy: bool = False) -> Any:
        """`function(store, *arguments)` in a worker; function, arguments and result can be pickled.

        The store is an open `kg.store.embedded.EmbeddedStore`, to be read only. Raises what the function raises, and
        ServeError where it takes too long or too much.
        """
        answer = await self.workers.run(self._task(function, arguments, streams=False), heavy=heavy)
        answer.output.close()
        return answer.result

    async def stream(self, function: Callable[..., Any], *arguments: Any, heavy: bool = False) -> Answer:
        """`function(store, output, *arguments)` in a worker, with what it wrote to `output`. Raises as `call` does."""
        return await self.workers.run(self._task(function, arguments, streams=True), heavy=heavy)

    async def change(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """`function(path, *arguments)` of `kg.serve.writing` in a worker; one at a time. Raises as `call` does.

        What is asked afterwards sees the change.
        """
        async with self._writing:
            task = Task(function, (self.path, *arguments), None)
            try:
                answer = await self.workers.run(task)
            finally:
                # Also where it failed: a change that took too long may be there, and whole.
                self.epoch += 1
        answer.output.close()
        return answer.result

    def _task(self, function: Callable[..., Any], arguments: tuple[Any, ...], *, streams: bool) -> Task:
        return Task(function, arguments, self.path, streams, self.epoch, self.settings.refresh)
