"""`kg evaluate`: how well reports are read, measured against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands.build import Pipeline
from kg.commands.parameters import JsonOption, LexiconOption, RegisterOption, ReplaceRegisterOption, print_json

GEO = "geo"


def command(
    gold_dir: Annotated[
        Path,
        typer.Argument(metavar="GOLD_DIR", help="Folder with NAME.txt and NAME.gold.json, or with documents.json."),
    ],
    corpus: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="With the word geo in place of a folder: a geoparsing corpus (LGL, GeoVirus …), XML."
        ),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Score the records in this folder instead of building them.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List each miss, false record and wrong field.")] = False,
    register: RegisterOption = None,
    replace_register: ReplaceRegisterOption = False,
    lexicon: LexiconOption = None,
    pipeline: Annotated[
        Pipeline,
        typer.Option(metavar="rules|full", help="full: with the trained mention component; rules: without it, faster."),
    ] = Pipeline.full,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="spaCy pipeline, by name or folder.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Score what is read from reports against gold: precision, recall and F1, and the share right in each field.

    `kg evaluate geo FILE` scores how well place names are resolved: the share within 161 km, errors, exact ids.
    """
    if corpus is not None:
        if str(gold_dir) != GEO:
            raise typer.BadParameter(f"give one folder, or {GEO} and a corpus")
        from kg.geo_evaluation import evaluate as evaluate_geo

        measured = evaluate_geo(corpus)
        if as_json:
            print_json(measured.as_dict())
        else:
            typer.echo(measured.as_text(errors=errors), nl=False)
        return
    if predictions is not None:
        from kg.evaluate import evaluate_predictions

        report = evaluate_predictions(gold_dir, predictions)
    else:
        from kg.evaluation import evaluate
        from kg.pipeline import BuildOptions

        options = BuildOptions(
            register, pipeline.value, model, replace_register=replace_register, lexicon=lexicon or ()
        )
        report = evaluate(gold_dir, options)
    if as_json:
        print_json(report.as_dict())
    else:
        typer.echo(report.as_text(errors=errors), nl=False)
