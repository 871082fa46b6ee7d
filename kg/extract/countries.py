"""The countries of `kg.countries`, under the name by which the extraction rules know them."""

from __future__ import annotations

from kg.countries import Countries, Country, Seat, load_countries

__all__ = ["Countries", "Country", "Seat", "load_countries"]
