"""The stage `link`: places and actors of reports, linked to gazetteers and knowledge bases. No network."""

from kg.link.linker import Linker

__all__ = ["Linker"]
