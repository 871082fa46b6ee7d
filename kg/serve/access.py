"""Who may write, who may ask, and what browsers are told: the token, the names of the server, CORS, headers."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.settings import Settings

#: For every answer. Pages take scripts, styles and data from this server alone, and nothing inline.
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_CORS_METHODS = "GET, HEAD, POST, OPTIONS"
_CORS_HEADERS = "accept, content-type, authorization"


def require_writer(request: Request) -> None:
    """Lets the request pass where it may write.

    Raises HTTPException: 403 on a server that is read-only, 401 where the request bears no token or a wrong one.
    """
    settings: Settings = request.app.state.settings
    if settings.token is None:
        raise HTTPException(403, "this server is read-only: start it with a write token to change the graph")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), settings.token.encode()):
        raise HTTPException(
            401,
            "writing needs the server's token: send the header Authorization: Bearer TOKEN",
            {"www-authenticate": 'Bearer realm="kg"' + (', error="invalid_token"' if scheme else "")},
        )


class Guard:
    """ASGI middleware: refuses requests to other hosts' names (DNS rebinding), adds CORS and security headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._origins = frozenset(settings.cors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes HTTP requests on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        allowed = self._allowed(headers.get("origin"))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    own.setdefault(name, value)
                own.setdefault("cache-control", "no-store")
                own.setdefault("cross-origin-resource-policy", "cross-origin" if self._origins else "same-origin")
                if self._origins:
                    own.add_vary_header("Origin")
                    if allowed:
                        own["access-control-allow-origin"] = allowed
            await send(message)

        if self._hosts and _host(headers.get("host", "")) not in self._hosts:
            refusal = PlainTextResponse("this server is not asked by that name\n", 421)
            await refusal(scope, receive, answer)
        elif allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            granted = {
                "access-control-allow-methods": _CORS_METHODS,
                "access-control-allow-headers": _CORS_HEADERS,
                "access-control-max-age": "600",
            }
            await PlainTextResponse("", 204, granted)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    def _allowed(self, origin: str | None) -> str | None:
        """What a page of this origin is told of who may read; None where it may not."""
        if "*" in self._origins:
            return "*"
        return origin if origin in self._origins else None


def _host(header: str) -> str:
    """The host of a Host header without its port, in lower case; IPv6 addresses without brackets."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def asked_by(names: Iterable[str], host: str) -> tuple[str, ...]:
    """The names that a server bound to `host` is asked by: loopback's own, and those given. Empty: any.

    A server that is bound to an address of the network is asked by whatever name leads there.
    """
    from kg.serve.settings import LOOPBACK

    given = tuple(names)
    if host in LOOPBACK or given:
        return (*LOOPBACK, host, *given)
    return ()
