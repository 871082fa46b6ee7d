"""`/metrics`: what the server does, in the text format of Prometheus."""

from __future__ import annotations

import time
from dataclasses import asdict

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve import requests
from kg.serve.workers import Workers

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


def routes() -> list[BaseRoute]:
    """The address."""
    return [Route("/metrics", metrics, methods=["GET"])]


class Metrics:
    """The counters of one app. Routes are told apart by their pattern, never by what a client sends."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "kg_http_requests", "Requests answered.", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "kg_http_request_seconds", "Time from a request's head to its whole answer.", ("route",),
            registry=self.registry, buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
        )  # fmt: skip
        self.tasks = Gauge(
            "kg_worker_tasks", "What became of the tasks of workers, since the start.", ("outcome",),
            registry=self.registry,
        )  # fmt: skip
        self.busy = Gauge("kg_workers_busy", "Workers that are at work now.", registry=self.registry)
        self.waiting = Gauge("kg_workers_waiting", "Requests that wait for a worker now.", registry=self.registry)

    def text(self, workers: Workers) -> bytes:
        """All of it, as it stands now."""
        for outcome, number in asdict(workers.counts).items():
            self.tasks.labels(outcome).set(number)
        self.busy.set(workers.busy)
        self.waiting.set(workers.waiting)
        return generate_latest(self.registry)


async def metrics(request: Request) -> Response:
    """The counters."""
    text = request.app.state.metrics.text(requests.graph_of(request).workers)
    return Response(text, headers={"content-type": CONTENT_TYPE_PLAIN_0_0_4})


class Measured:
    """ASGI middleware that counts requests and takes their time."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes requests on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(route, method, str(status)).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - began)
