"""Names to identities: one IRI per actor and place, across documents."""

from __future__ import annotations

from kg.resolve.resolver import Resolver

__all__ = ["Resolver"]
