"""Reconciliation Service API 0.2 over HTTP: the gazetteers and the register for OpenRefine and its like.

    /reconcile                       the manifest; queries and data extension as parameters or form fields
    /reconcile/suggest/entity, /suggest/type, /suggest/property
    /reconcile/preview?id=           a small page about an entity
    /reconcile/view?id=              leads to where an entity is described
    /reconcile/properties?type=      what data extension can give
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.graph.ontology import ontology
from kg.graph.vocabulary import KG
from kg.reconcile import service
from kg.reconcile.service import Match, Query, Reconciler
from kg.serve import requests

T = TypeVar("T")
_BODY = 1_000_000
_QUERIES = 500
_LONGEST_NAME = 300
_PREVIEW = (400, 160)
# The page that asks shows the preview in a frame, wherever that page is from.
_FRAMED = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"}


def routes(prefix: str = "/reconcile", make: Callable[[], Reconciler] | None = None) -> list[Route]:
    """The addresses below `prefix`. `make` gives the reconciler when it is first asked; without it, kg's own."""
    desk = _Desk(make or _own)

    def route(path: str, handler: Callable[[_Desk, Request], Any], *methods: str) -> Route:
        async def endpoint(request: Request) -> Response:
            return await handler(desk, request)

        return Route(prefix + path, endpoint, methods=list(methods or ("GET",)), name=f"reconcile{path}")

    return [
        route("", _reconcile, "GET", "POST"),
        route("/suggest/entity", _suggest_entity),
        route("/suggest/type", _suggest_type),
        route("/suggest/property", _suggest_property),
        route("/properties", _properties),
        route("/preview", _preview),
        route("/view", _view),
    ]


def _own() -> Reconciler:
    from kg.link.cache import gazetteers_at_hand
    from kg.register import load_register

    return Reconciler(gazetteers_at_hand(), load_register())


@dataclass(slots=True)
class _Desk:
    """The reconciler, made at its first use, one question at a time."""

    make: Callable[[], Reconciler]
    lock: threading.Lock = field(default_factory=threading.Lock)
    reconciler: Reconciler | None = None

    async def ask(self, question: Callable[[Reconciler], T]) -> T:
        """The answer to a question, found in a thread. Raises HTTPException 503 where there is no gazetteer."""
        return await run_in_threadpool(self._ask, question)

    def _ask(self, question: Callable[[Reconciler], T]) -> T:
        with self.lock:
            if self.reconciler is None or not self.reconciler.knows_places:
                self.reconciler = self.make()
            if not self.reconciler.knows_places:
                raise HTTPException(503, "there is no gazetteer yet: run `kg gazetteer build` on the server")
            return question(self.reconciler)


def manifest(base: str) -> dict[str, Any]:
    """What the service is and can do; `base` is its own address."""
    suggest = {
        kind: {"service_url": base, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
    }
    return {
        "versions": list(service.VERSIONS),
        "name": "kg: places and actors of armed conflicts",
        "identifierSpace": service.IDENTIFIER_SPACE,
        "schemaSpace": KG.base,
        "defaultTypes": [_type("Place"), _type("Actor")],
        "view": {"url": f"{base}/view?id={{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": _PREVIEW[0], "height": _PREVIEW[1]},
        "suggest": suggest,
        "extend": {"propose_properties": {"service_url": base, "service_path": "/properties"}, "property_settings": []},
    }


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": ontology().term(name).label}


def _base(request: Request) -> str:
    """The service's own address, as the client called it."""
    return str(request.url.replace(query="", fragment="")).rstrip("/")


async def _reconcile(desk: _Desk, request: Request) -> Response:
    given = dict(requests.query_fields(request))
    if request.method == "POST":
        given |= dict(requests.fields(requests.text(await requests.body(request, _BODY))))
    if "queries" in given:
        queries = read_queries(_json(given["queries"], "queries"))
        found = await desk.ask(lambda known: {key: known.match(query) for key, query in queries.items()})
        return JSONResponse({key: {"result": [_candidate(one) for one in some]} for key, some in found.items()})
    if "extend" in given:
        wanted = _json(given["extend"], "extend")
        return JSONResponse(await desk.ask(lambda known: _extended(known, wanted)))
    return JSONResponse(manifest(_base(request)))


def _json(text: str, what: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise HTTPException(400, f"{what} is not JSON") from error
    if not isinstance(value, dict):
        raise HTTPException(400, f"{what} must be a JSON object")
    return value


def read_queries(batch: Mapping[str, Any]) -> dict[str, Query]:
    """The queries of a batch by their keys. Raises HTTPException 400 where one is not what the API says."""
    if len(batch) > _QUERIES:
        raise HTTPException(413, f"at most {_QUERIES} queries are taken at once")
    return {key: _query(key, given) for key, given in batch.items()}


def _query(key: str, given: Any) -> Query:
    def refuse(why: str) -> HTTPException:
        return HTTPException(400, f"the query {key[:40]!r} {why}")

    if not isinstance(given, dict):
        raise refuse("is no object")
    name, limit = given.get("query", ""), given.get("limit", 10)
    types = given.get("type", [])
    types = [types] if isinstance(types, str) else types
    properties = given.get("properties", [])
    if not isinstance(name, str) or not (name.strip() or properties):
        raise refuse("has no name to look for")
    if len(name) > _LONGEST_NAME:
        raise refuse(f"is longer than {_LONGEST_NAME} characters")
    if not isinstance(limit, int | float) or isinstance(limit, bool) or limit < 1:
        raise refuse("has a limit that is no number from 1")
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        raise refuse("has types that are no strings")
    if not isinstance(properties, list):
        raise refuse("has properties that are no list")
    known: dict[str, list[str]] = {}
    for one in properties:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise refuse("has a property without pid and v")
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        known.setdefault(one["pid"], []).extend(_told(value)[:_LONGEST_NAME] for value in values)
    return Query(name, tuple(map(service.type_named, types)), min(int(limit), service.MOST), known)


def _told(value: Any) -> str:
    """A value of a property in words; another entity by its name."""
    return str(value.get("name") or value.get("id")) if isinstance(value, dict) else str(value)


def _candidate(one: Match) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "score": one.score,
        "match": one.certain,
        "type": [_type(name) for name in one.types],
        "features": [{"id": name, "value": value} for name, value in one.features],
    }


def _extended(known: Reconciler, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The values of some properties of some entities."""
    ids, properties = wanted.get("ids"), wanted.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list) or len(ids) > _QUERIES:
        raise HTTPException(400, f"extend needs ids (at most {_QUERIES}) and properties, both lists")
    pids = [str(one.get("id")) if isinstance(one, dict) else str(one) for one in properties]
    unknown = [pid for pid in pids if pid not in service.PROPERTIES]
    if unknown:
        raise HTTPException(400, f"there is no property {unknown[0][:40]!r}")
    rows = {
        str(one): {pid: [_cell(value) for value in known.values(str(one), pid)] for pid in pids} for one in ids
    }
    return {"meta": [{"id": pid, "name": service.PROPERTIES[pid]} for pid in pids], "rows": rows}


def _cell(value: str | float) -> dict[str, str | float]:
    return {"float": value} if isinstance(value, float) else {"str": str(value)}


def _prefix(request: Request) -> str:
    return request.query_params.get("prefix", "")[:_LONGEST_NAME]


async def _suggest_entity(desk: _Desk, request: Request) -> Response:
    prefix = _prefix(request)
    found = await desk.ask(lambda known: known.suggest(prefix))
    return JSONResponse({
        "result": [
            {"id": one.id, "name": one.name, "description": one.description,
             "notable": [_type(name) for name in one.types]}
            for one in found
        ]
    })  # fmt: skip


async def _suggest_type(desk: _Desk, request: Request) -> Response:
    prefix = _prefix(request).casefold()
    known = [_type(name) for name in (*service.places(), *service.actors())]
    return JSONResponse({"result": [one for one in known if _begins(one["name"], prefix)]})


async def _suggest_property(desk: _Desk, request: Request) -> Response:
    prefix = _prefix(request).casefold()
    known = [{"id": name, "name": name, "description": told} for name, told in service.PROPERTIES.items()]
    return JSONResponse({"result": [one for one in known if _begins(one["name"], prefix)]})


def _begins(name: str, prefix: str) -> bool:
    return any(word.startswith(prefix) for word in (name.casefold(), *name.casefold().split()))


async def _properties(desk: _Desk, request: Request) -> Response:
    known = [{"id": name, "name": told} for name, told in service.PROPERTIES.items()]
    return JSONResponse({"type": request.query_params.get("type", "Place"), "properties": known})


async def _preview(desk: _Desk, request: Request) -> Response:
    one = await desk.ask(lambda known: known.describe(request.query_params.get("id", "")))
    if one is None:
        raise HTTPException(404, "there is no such entity")
    address = service.address_of(one.id)
    link = f'<p><a href="{html.escape(address)}">{html.escape(address)}</a></p>' if address else ""
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(one.name)}</title>'
        '<style>body{font:14px sans-serif;margin:.6em}h1{font-size:16px;margin:0 0 .3em}p{margin:.2em 0}</style>'
        f"<h1>{html.escape(one.name)}</h1><p>{html.escape(one.description)}</p><p>{html.escape(one.id)}</p>{link}</html>"
    )
    return HTMLResponse(page, headers=_FRAMED)


async def _view(desk: _Desk, request: Request) -> Response:
    address = service.address_of(request.query_params.get("id", ""))
    if address is None:
        raise HTTPException(404, "there is no address for this identifier")
    return RedirectResponse(address, 303)
