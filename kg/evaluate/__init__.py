"""How well a build reads reports: its records against what analysts found in them."""

from __future__ import annotations

from kg.evaluate.annotations import AnnotationScore
from kg.evaluate.differences import Difference
from kg.evaluate.directory import Build, Built, evaluate_directory, evaluate_predictions
from kg.evaluate.report import EvaluationReport, ReportScore
from kg.evaluate.statements import FoundFigure, FoundRelation, Statements

__all__ = [
    "AnnotationScore",
    "Build",
    "Built",
    "Difference",
    "EvaluationReport",
    "FoundFigure",
    "FoundRelation",
    "ReportScore",
    "Statements",
    "evaluate_directory",
    "evaluate_predictions",
]
