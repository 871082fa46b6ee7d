// The map of events: circles for places, or countries and regions coloured by what happened in them.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import L from "leaflet";
import Supercluster from "supercluster";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { here } from "./api";
import { colour, useScheme } from "./theme";
import type { Area, Geography, Point } from "./types";
import { bounds, number, plural, thinned } from "./words";

type Land = Feature<Geometry, { name: string }>;
let atlas: Promise<Land[]> | null = null;

/** The countries of Natural Earth (public domain), with ISO 3166-1 codes as ids. */
function lands(): Promise<Land[]> {
  atlas ??= fetch(here("assets/world.json")).then(async (answer) => {
    const world = (await answer.json()) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
    return (feature(world, world.objects.countries) as FeatureCollection<Geometry, { name: string }>).features as Land[];
  });
  return atlas;
}

const divisions = new Map<string, Promise<Feature[]>>();

/** The first-level divisions of a country (Natural Earth), with ISO 3166-2 codes as ids; none where there are no shapes. */
function divisionsOf(country: string): Promise<Feature[]> {
  let known = divisions.get(country);
  if (!known) {
    known = fetch(here(`assets/regions/${country}.json`)).then(async (answer) => {
      if (!answer.ok) return [];
      const drawn = (await answer.json()) as Topology<{ divisions: GeometryCollection }>;
      return (feature(drawn, drawn.objects.divisions) as FeatureCollection).features as Feature[];
    });
    divisions.set(country, known);
  }
  return known;
}

interface Props {
  data: Geography;
  level: string;
  metric: string;
  selected: string[];
  onSelect: (what: string, id: string) => void;
}

export const valueOf = (one: Area | Point, metric: string): number => (metric === "events" ? one.events : one.tolls[metric]?.low ?? 0);
export const labelOf = (one: Area | Point, metric: string, outcome: string): string =>
  metric === "events" ? plural(one.events, "event") : `${bounds(one.tolls[metric]?.low ?? 0, one.tolls[metric] ? one.tolls[metric].high : 0)} ${outcome}`;

export function MapView(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const ground = useRef<L.GeoJSON | null>(null);
  const areas = useRef<L.GeoJSON | null>(null);
  const marks = useRef<L.LayerGroup | null>(null);
  const [shapes, setShapes] = useState<Feature[]>([]);
  const fitted = useRef(false);
  const [ready, setReady] = useState(false);
  const [zoom, setZoom] = useState(0);
  const now = useRef(props);
  const scheme = useScheme();
  now.current = props;

  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const chart = L.map(place.current!, {
      attributionControl: false, zoomControl: false, minZoom: 2, maxZoom: 11, worldCopyJump: true, zoomSnap: 0.5,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, preferCanvas: false,
    }).setView([25, 30], 3);
    map.current = chart;
    marks.current = L.layerGroup().addTo(chart);
    chart.on("zoomend moveend", () => setZoom(chart.getZoom() + chart.getCenter().lng / 1000 + chart.getCenter().lat / 1e6));
    let gone = false;
    void lands().then((found) => {
      if (gone) return;
      ground.current = L.geoJSON(found, {
        onEachFeature: (land, layer) => {
          layer.on("click", () => {
            const code = String(land.id ?? "");
            if (now.current.level === "countries" && now.current.data.countries.some((one) => one.id === code)) now.current.onSelect("country", code);
          });
        },
      }).addTo(chart);
      ground.current.bringToBack();
      setReady(true);
    });
    const watch = new ResizeObserver(() => place.current?.clientWidth && chart.invalidateSize());
    watch.observe(place.current!);
    return () => {
      gone = true;
      watch.disconnect();
      chart.remove();
      map.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready || !ground.current) return;
    ground.current.setStyle(shading(props.level === "countries" ? props.data.countries : [], props, "country"));
  }, [ready, props.data, props.level, props.metric, props.selected.join("|"), scheme]);

  const wanted = props.level === "regions" ? [...new Set(props.data.regions.map((one) => one.id.slice(0, 2)))].sort().join() : "";
  useEffect(() => {
    let gone = false;
    void Promise.all(wanted.split(",").filter(Boolean).map(divisionsOf)).then((found) => !gone && setShapes(found.flat()));
    return () => void (gone = true);
  }, [wanted]);

  useEffect(() => {
    const chart = map.current;
    if (!ready || !chart) return;
    areas.current?.remove();
    areas.current = L.geoJSON(shapes, {
      onEachFeature: (shape, layer) => {
        layer.on("click", () => now.current.data.regions.some((one) => one.id === shape.id) && now.current.onSelect("region", String(shape.id)));
      },
    }).addTo(chart);
  }, [ready, shapes]);

  useEffect(() => {
    areas.current?.setStyle(shading(props.data.regions, props, "region"));
  }, [ready, shapes, props.data, props.metric, props.selected.join("|"), scheme]);

  useEffect(() => {
    const chart = map.current;
    if (!chart || fitted.current) return;
    const spots = props.data.points.map((one) => [one.lat, one.lon] as [number, number]);
    if (spots.length) {
      fitted.current = true;
      chart.fitBounds(L.latLngBounds(spots), { padding: [40, 40], maxZoom: 7, animate: false });
    }
  }, [props.data]);

  useEffect(() => {
    if (map.current && marks.current) drawMarks(map.current, marks.current, props, new Set(shapes.map((one) => String(one.id))));
  }, [props.data, props.level, props.metric, props.selected.join("|"), zoom, scheme, shapes]);

  return (
    <>
      <div class="canvas map" ref={place} data-view="map" />
      <div class="zoom">
        <button aria-label="Zoom in" onClick={() => map.current?.zoomIn()}>+</button>
        <button aria-label="Zoom out" onClick={() => map.current?.zoomOut()}>−</button>
      </div>
      {props.level !== "places" && <Scale areas={props.level === "regions" ? props.data.regions : props.data.countries} metric={props.metric} />}
      <p class="credit">Borders: Natural Earth, as held on the ground</p>
    </>
  );
}

/** How much of the darkest colour an area has. */
const shade = (value: number, most: number): number => 0.25 + 0.7 * Math.sqrt(value / most);

/** The colours of areas: by their least figure, on a scale that ends at the largest of them. */
function shading(areas: Area[], props: Props, what: string): (shape?: Feature) => L.PathOptions {
  const known = new Map(areas.map((one) => [one.id, valueOf(one, props.metric)]));
  const most = Math.max(1, ...known.values());
  const paper = colour("land");
  return (shape) => {
    const value = known.get(String(shape?.id ?? ""));
    const picked = props.selected.includes(what) && props.selected.includes(String(shape?.id));
    return {
      color: picked ? colour("accent") : colour("coast"),
      weight: picked ? 2.5 : 0.7,
      fillColor: value ? thinned(colour("heat"), paper, shade(value, most)) : paper,
      fillOpacity: 1,
    };
  };
}

/** What the shades of areas mean. */
function Scale({ areas, metric }: { areas: Area[]; metric: string }) {
  const most = Math.max(0, ...areas.map((one) => valueOf(one, metric)));
  if (!most) return null;
  const steps = [...new Set([1, most / 9, (most * 4) / 9, most].map((value) => Math.max(1, Math.round(value))))];
  return (
    <div class="scale">
      <span>{metric === "events" ? "Events" : `${metric}, at least`}</span>
      {steps.map((value) => (
        <span key={value}><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="1.5" fill={thinned(colour("heat"), colour("land"), shade(value, most))} /></svg> {number(value)}</span>
      ))}
    </div>
  );
}

function drawMarks(chart: L.Map, layer: L.LayerGroup, props: Props, shaped: Set<string>): void {
  layer.clearLayers();
  if (props.level !== "places") {
    const what = props.level === "countries" ? "country" : "region";
    const shown = props.data[props.level === "countries" ? "countries" : "regions"].filter((one) => one.lat != null && one.lon != null && valueOf(one, props.metric) > 0);
    const most = Math.max(1, ...shown.map((one) => valueOf(one, props.metric)));
    const room: L.Point[] = [];
    for (const one of shown.sort((one, other) => valueOf(other, props.metric) - valueOf(one, props.metric))) {
      // An area has its figure written on it, where no larger one stands there already; a region without a shape is a sign.
      const written = what === "country" || shaped.has(one.id);
      const size = written ? 30 : 24 + 26 * Math.sqrt(valueOf(one, props.metric) / most);
      const spot = chart.latLngToContainerPoint([one.lat!, one.lon!]);
      if (written && room.some((other) => Math.abs(other.x - spot.x) < 44 && Math.abs(other.y - spot.y) < 15)) continue;
      if (written) room.push(spot);
      mark(layer, one.lat!, one.lon!, size, figureOf(one, props.metric), `${one.name}: ${figureOf(one, props.metric)}`,
        props.selected.includes(what) && props.selected.includes(one.id), () => props.onSelect(what, one.id), written ? "figure" : "region");
    }
    return;
  }
  const shown = props.data.points.filter((one) => valueOf(one, props.metric) > 0);
  const most = Math.max(1, ...shown.map((one) => valueOf(one, props.metric)));
  const index = new Supercluster<{ at: number }, { sum: number }>({
    radius: 44, maxZoom: 10,
    map: ({ at }) => ({ sum: valueOf(shown[at], props.metric) }),
    reduce: (sum, one) => void (sum.sum += one.sum),
  }).load(shown.map((one, at) => ({ type: "Feature", properties: { at }, geometry: { type: "Point", coordinates: [one.lon, one.lat] } })));
  const frame = chart.getBounds().pad(0.3);
  const box: [number, number, number, number] = [frame.getWest(), frame.getSouth(), frame.getEast(), frame.getNorth()];
  for (const one of index.getClusters(box, Math.round(chart.getZoom()))) {
    const [lon, lat] = one.geometry.coordinates;
    if ("cluster" in one.properties && one.properties.cluster) {
      const { cluster_id: id, point_count: count, sum } = one.properties as unknown as { cluster_id: number; point_count: number; sum: number };
      mark(layer, lat, lon, 22 + 24 * Math.min(1, Math.sqrt(sum / most)), number(sum), `${plural(count, "place")}, ${number(sum)} in all: come nearer`,
        false, () => void chart.setView([lat, lon], Math.min(11, index.getClusterExpansionZoom(id)), { animate: false }), "cluster");
      continue;
    }
    const spot = shown[(one.properties as { at: number }).at];
    const picked = props.selected[0] === "place" && props.selected[1] === spot.id;
    if (spot.radius) {
      L.circle([spot.lat, spot.lon], {
        radius: spot.radius * 1000, color: colour("accent"), weight: picked ? 2 : 1, dashArray: "4 4", fillColor: colour("accent"), fillOpacity: picked ? 0.12 : 0.05, interactive: false,
      }).addTo(layer);
    }
    mark(layer, spot.lat, spot.lon, 16 + 24 * Math.sqrt(valueOf(spot, props.metric) / most), figureOf(spot, props.metric),
      `${spot.name}: ${figureOf(spot, props.metric)}${spot.radius ? `, within ${number(spot.radius)} km` : ""}`, picked, () => props.onSelect("place", spot.id), "spot");
  }
}

const figureOf = (one: Area | Point, metric: string): string =>
  metric === "events" ? number(one.events) : one.tolls[metric] ? bounds(one.tolls[metric].low, one.tolls[metric].high).replace("at least ", "≥") : "0";

/** A round button on the map. Its text is set as text: names come from reports. */
function mark(layer: L.LayerGroup, lat: number, lon: number, size: number, text: string, label: string, picked: boolean, act: () => void, kind: string): void {
  const icon = L.divIcon({ className: `mark-${kind}${picked ? " picked" : ""}`, iconSize: [size, size], html: document.createElement("span") });
  (icon.options.html as HTMLElement).textContent = size >= 22 ? text : "";
  const one = L.marker([lat, lon], { icon, keyboard: true, riseOnHover: true }).addTo(layer);
  const element = one.getElement()!;
  element.setAttribute("aria-label", label);
  element.title = label;
  one.on("click", act);
  one.on("keypress", (event) => {
    if ((event as unknown as { originalEvent: KeyboardEvent }).originalEvent.key === "Enter") act();
  });
}
