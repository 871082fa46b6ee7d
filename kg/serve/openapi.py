"""The OpenAPI 3.1 description of the query catalogue, made from the catalogue itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from kg.query import Parameter, Query

#: The parameter of every question that bounds its rows.
LIMIT = "limit"
_PROBLEM = {
    "description": "What is wrong, and what to do about it.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_FAILURES = {
    "400": "A parameter is unknown, or not what it takes.",
    "404": "The graph holds nothing of that name, or its ontology no such class.",
    "405": "The method is none of those described.",
    "406": "No format that the client takes.",
    "413": "The answer is larger than the server gives.",
    "500": "The question needs more memory than it may take.",
    "503": "The server is busy, or the question takes longer than it may.",
}
_DATE = [
    {"type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$", "not": {"pattern": "^0000"}},
    {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "not": {"pattern": "^0000"}},
]
#: Whole numbers have fifteen digits at most: as many as a double holds.
_MOST = 10**15 - 1


def description(queries: Iterable[Query], formats: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The document for these queries; `formats` are those of an answer, with their media types."""
    paths: dict[str, Any] = {"/api/queries": {"get": _list()}}
    for query in queries:
        paths[f"/api/queries/{query.name}"] = {"get": _answer(query, formats)}
        paths[f"/api/queries/{query.name}/sparql"] = {"get": _text(query)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Conflict graph",
            "version": version("conflict-kg"),
            "description": "Questions to a graph of what conflict reports say, and who says so.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": _SCHEMAS},
    }


_SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
    },
    "Rows": {
        "type": "array",
        "items": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
    },
    "Question": {
        "type": "object",
        "required": ["name", "title", "question", "parameters"],
        "properties": {
            "name": {"type": "string"},
            "title": {"type": "string"},
            "question": {"type": "string"},
            "parameters": {"type": "array", "items": {"type": "object", "required": ["name", "type", "description"]}},
        },
    },
}


def _list() -> dict[str, Any]:
    schema = {"type": "array", "items": {"$ref": "#/components/schemas/Question"}}
    return {
        "operationId": "queries",
        "summary": "Which questions there are, with their parameters.",
        "responses": {
            "200": {"description": "The questions.", "content": {"application/json": {"schema": schema}}},
            "405": _PROBLEM | {"description": _FAILURES["405"]},
        },
    }


def _answer(query: Query, formats: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    content: dict[str, Any] = {types[0]: {"schema": {"type": "string"}} for types in formats.values()}
    content["application/json"] = {"schema": {"$ref": "#/components/schemas/Rows"}}
    content["application/sparql-results+json"] = {"schema": {"type": "object", "required": ["head"]}}
    return {
        "operationId": query.name,
        "summary": query.title,
        "description": query.question,
        "parameters": [*map(_parameter, query.parameters), _LIMIT],
        "responses": {
            "200": {
                "description": "The answer, a row an entry.",
                "headers": {
                    "X-Total-Rows": {
                        "description": "How many rows there are, before limit.", "schema": {"type": "integer"}
                    }
                },
                "content": content,
            },
            **{status: _PROBLEM | {"description": said} for status, said in _FAILURES.items()},
        },
    }  # fmt: skip


def _text(query: Query) -> dict[str, Any]:
    content = {"application/sparql-query": {"schema": {"type": "string"}}}
    return {
        "operationId": f"{query.name}-sparql",
        "summary": f"{query.title}: the SPARQL of the question.",
        "responses": {
            "200": {"description": "SPARQL 1.1.", "content": content},
            "405": _PROBLEM | {"description": _FAILURES["405"]},
        },
    }


_LIMIT: dict[str, Any] = {
    "name": LIMIT,
    "in": "query",
    "description": "At most so many rows.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}


def _parameter(one: Parameter) -> dict[str, Any]:
    """A parameter of a question as one of the address."""
    schema = _schema(one)
    if one.default:
        schema["default"] = _default(one)
    if one.multiple or one.type == "set":
        schema = {"type": "array", "items": _schema(one), "minItems": 0 if one.type == "set" else 1}
    return {
        "name": one.name,
        "in": "query",
        "required": one.required,
        "description": one.description,
        "schema": schema,
        "example": one.example,
    }


def _default(one: Parameter) -> Any:
    if one.type in ("integer", "number"):
        return float(one.default[0]) if one.type == "number" else int(one.default[0])
    if one.type == "boolean":
        return one.default[0] in ("true", "yes", "1")
    return one.default[0]


def _schema(one: Parameter) -> dict[str, Any]:
    """What one value may be."""
    bounds = {name: getattr(one, name) for name in ("minimum", "maximum") if getattr(one, name) is not None}
    match one.type:
        case "integer":
            return {"type": "integer", "minimum": -_MOST, "maximum": _MOST, **bounds}
        case "number":
            return {"type": "number", **bounds}
        case "boolean":
            return {"type": "boolean"}
        case "date":
            return {"anyOf": _DATE}
        case "set":  # an empty word chooses nothing
            return {"type": "string", "enum": [*one.choices, ""]}
        case "choice" | "term":
            return {"type": "string", "enum": list(one.choices)}
        case "class":
            return {"type": "string", "pattern": r"^[A-Za-z]\w*$"}
    return {"type": "string"} if one.type == "text" else {"type": "string", "minLength": 1}
