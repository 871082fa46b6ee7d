// The network of actors, drawn by sigma. The server says where each stands; here nothing moves.

import { useLayoutEffect, useRef } from "preact/hooks";
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { colour, useScheme } from "./theme";
import { BentTie, StraightTie, tieAt } from "./tie";
import type { Network, Start } from "./types";
import { number, thinned } from "./words";

const SIZE: [number, number] = [4, 19];
const WIDTH: [number, number] = [1.6, 6];
const COMMUNITIES = ["#3566c9", "#d9662b", "#2d8f57", "#b5489e", "#c29a05", "#1d8fb0", "#8c63c9", "#b3342f", "#7fae2e", "#9a7b6b"];
const LABEL_WIDTH = 19; // characters of a line
const SMALL = 70; // with so few actors every name has room
const CROWDED = 400; // more ties than this are drawn thinner in colour

interface Props {
  data: Network;
  start: Start;
  selected: string[];
  path: string[];
  communities: string[][] | null;
  onNode: (id: string) => void;
  onTie: (from: string, to: string, relation: string) => void;
  onNothing: () => void;
  onExpand: (id: string) => void;
}

/** What is told apart from the rest; null while nothing is. */
interface Focus { nodes: Set<string>; ties: (id: string) => boolean; picked: string | null }

export function NetworkView(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Sigma | null>(null);
  const now = useRef(props);
  const hovered = useRef<string | null>(null);
  const focus = useRef<Focus | null>(null);
  const scheme = useScheme();
  now.current = props;

  useLayoutEffect(() => {
    const sigma = new Sigma(new MultiDirectedGraph(), place.current!, {
      allowInvalidContainer: true,
      defaultEdgeType: "straight",
      edgeProgramClasses: { straight: StraightTie, bent: BentTie },
      edgeReducer: (id, data) => ({ ...data, ...tieStyle(focus.current, id, data.plain as string, now.current.data.edges.length > CROWDED) }),
      nodeReducer: (id, data) => ({ ...data, ...nodeStyle(focus.current, id, data.color as string) }),
      labelFont: "system-ui, sans-serif",
      labelSize: 12.5,
      labelWeight: "500",
      labelDensity: 1,
      labelGridCellSize: 95,
      minCameraRatio: 0.04,
      maxCameraRatio: 3,
      stagePadding: place.current!.clientWidth > 600 ? 52 : 36,
      zIndex: true,
      defaultDrawNodeHover: drawHover,
      defaultDrawNodeLabel: drawLabel,
    });
    drawing.current = sigma;
    sigma.on("beforeRender", () => {
      let known: Box[] | null = null;
      written.set(sigma.getCanvases().labels.getContext("2d")!, { names: [], signs: () => (known ??= signsOf(sigma)) });
    });
    sigma.on("clickNode", ({ node }) => now.current.onNode(node));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      now.current.onExpand(node);
    });
    sigma.on("clickStage", ({ event }) => {
      const tie = tieAt(sigma, event.x, event.y);
      if (!tie) return now.current.onNothing();
      const [from, to] = sigma.getGraph().extremities(tie);
      now.current.onTie(from, to, sigma.getGraph().getEdgeAttribute(tie, "relation") as string);
    });
    sigma.on("moveBody", ({ event }) => {
      place.current?.classList.toggle("pointing", hovered.current !== null || tieAt(sigma, event.x, event.y) !== null);
    });
    const hover = (id: string | null): void => {
      hovered.current = id;
      refocus();
    };
    sigma.on("enterNode", ({ node }) => hover(node));
    sigma.on("leaveNode", () => hover(null));
    const watch = new ResizeObserver(() => place.current?.clientWidth && sigma.scheduleRender());
    watch.observe(place.current!);
    (place.current as unknown as { drawing: Sigma }).drawing = sigma; // for tests: where a node is on the screen
    return () => {
      watch.disconnect();
      sigma.kill();
      drawing.current = null;
    };
  }, []);

  /** Draws again if something else is told apart than before. */
  const refocus = (): void => {
    const sigma = drawing.current!;
    const next = focusOf(sigma.getGraph() as MultiDirectedGraph, now.current, hovered.current);
    if (!next && !focus.current) return;
    focus.current = next;
    sigma.scheduleRefresh();
  };

  const inks = useRef("");
  useLayoutEffect(() => {
    const sigma = drawing.current!;
    const { data, communities } = props;
    const graph = drawn(props, Math.min(1, 0.45 + place.current!.clientWidth / 1500));
    const [left, right, top, bottom] = data.frame;
    sigma.setCustomBBox({ x: [left, right], y: [-bottom, -top] });
    const small = data.nodes.length <= SMALL;
    const settings = { labelRenderedSizeThreshold: small ? 0 : 7, labelDensity: small ? 4 : 1 };
    // Each change of a setting has sigma go through all that is drawn: only where there is one.
    const ink = JSON.stringify([settings, scheme, communities === null]);
    if (inks.current !== ink) sigma.setSettings(settings);
    inks.current = ink;
    hovered.current = hovered.current && graph.hasNode(hovered.current) ? hovered.current : null;
    focus.current = focusOf(graph, props, hovered.current);
    sigma.setGraph(graph);
  }, [props.data, props.communities, scheme]);

  useLayoutEffect(refocus, [props.selected.join("|"), props.path.join("|")]);

  const zoom = (factor: number): void => {
    const camera = drawing.current!.getCamera();
    void camera.animate({ ratio: camera.ratio * factor }, { duration: 120 });
  };
  return (
    <>
      <div class="canvas" ref={place} role="img" aria-label={describe(props.data)} data-view="network" />
      <div class="zoom">
        <button aria-label="Zoom in" onClick={() => zoom(1 / 1.5)}>+</button>
        <button aria-label="Zoom out" onClick={() => zoom(1.5)}>−</button>
        <button aria-label="Show the whole network" onClick={() => void drawing.current!.getCamera().animatedReset({ duration: 120 })}>⤢</button>
      </div>
    </>
  );
}

const describe = (data: Network): string =>
  `Network of ${number(data.nodes.length)} actors and ${number(data.edges.length)} ties. The panel beside it lists them.`;

/** What is to be drawn, with signs and lines at their sizes. */
function drawn({ data, start, communities }: Props, scale: number): MultiDirectedGraph {
  const graph = new MultiDirectedGraph();
  const looks = new Map(start.kinds.map((one) => [one.name, one.colour]));
  const ties = new Map(start.relations.map((one) => [one.name, one]));
  const group = new Map((communities ?? []).flatMap((those, index) => those.map((iri) => [iri, index] as const)));
  const heaviest = Math.max(1, ...data.nodes.map((one) => one.events));
  for (const one of data.nodes) {
    const within = group.get(one.id);
    graph.addNode(one.id, {
      x: one.x,
      y: -one.y,
      size: scale * (one.members ? 14 : SIZE[0] + (SIZE[1] - SIZE[0]) * Math.sqrt(one.events / heaviest)),
      label: one.members ? `${number(one.members)} others: ${start.kinds.find((kind) => kind.name === one.kind)?.label ?? ""}` : one.name,
      color: communities ? (within === undefined ? "#8f8f8f" : COMMUNITIES[within % COMMUNITIES.length]) : looks.get(one.kind) ?? "#8f8f8f",
    });
  }
  const most = Math.max(1, ...data.edges.map((one) => one.events));
  const between = new Map<string, number>();
  for (const one of data.edges) {
    const pair = [one.from, one.to].sort().join("|");
    between.set(pair, (between.get(pair) ?? 0) + 1);
  }
  const seen = new Map<string, number>();
  for (const one of data.edges) {
    const pair = [one.from, one.to].sort().join("|");
    const nth = seen.get(pair) ?? 0;
    seen.set(pair, nth + 1);
    const mutual = ties.get(one.relation)?.mutual ?? false;
    const bent = (between.get(pair) ?? 1) > 1;
    const side = (nth % 2 === 0) === one.from < one.to ? 1 : -1;
    graph.addEdge(one.from, one.to, {
      relation: one.relation,
      type: bent ? "bent" : "straight",
      headed: !mutual,
      bend: bent ? side * 0.16 * (Math.floor(nth / 2) + 1) : 0,
      size: WIDTH[0] + (WIDTH[1] - WIDTH[0]) * Math.sqrt((one.events - 1) / Math.max(1, most - 1)),
      plain: ties.get(one.relation)?.colour ?? "#7c8794",
    });
  }
  return graph;
}

/** What the pointer, the selection or a path tells apart: its actors and its ties. */
function focusOf(graph: MultiDirectedGraph, { selected, path }: Props, hovered: string | null): Focus | null {
  const [what, one, other, relation] = selected;
  const picked = what === "actor" && graph.hasNode(one) ? one : null;
  if (path.length) {
    const way = new Set(path);
    return { nodes: way, ties: (id) => graph.extremities(id).every((end) => way.has(end)), picked };
  }
  const centre = hovered ?? picked;
  if (centre) return { nodes: new Set([centre, ...graph.neighbors(centre)]), ties: (id) => graph.extremities(id).includes(centre), picked };
  if (what === "tie") {
    const joins = (id: string): boolean => graph.source(id) === one && graph.target(id) === other;
    return { nodes: new Set([one, other]), ties: (id) => joins(id) && (!relation || graph.getEdgeAttribute(id, "relation") === relation), picked };
  }
  return null;
}

function nodeStyle(focus: Focus | null, id: string, plain: string): Record<string, unknown> {
  if (!focus) return { zIndex: 1 };
  if (!focus.nodes.has(id)) return { color: thinned(plain, colour("paper"), 0.22), label: null, zIndex: 0 };
  return { zIndex: 2, forceLabel: focus.nodes.size < 30 || focus.picked === id, highlighted: focus.picked === id };
}

function tieStyle(focus: Focus | null, id: string, plain: string, crowded: boolean): Record<string, unknown> {
  if (!focus) return { color: thinned(plain, colour("paper"), crowded ? 0.38 : 0.62), zIndex: 1 };
  if (!focus.ties(id)) return { color: thinned(plain, colour("paper"), 0.1), zIndex: 0 };
  return { color: plain, zIndex: 2 };
}

type Box = [number, number, number, number];
/** Where names and signs stand in the picture that is being drawn: a name that would cover another is left for a nearer look. */
const written = new WeakMap<CanvasRenderingContext2D, { names: Box[]; signs: () => Box[] }>();

/** Where the signs of a picture stand, if it has room for names beside them. */
function signsOf(sigma: Sigma): Box[] {
  const graph = sigma.getGraph();
  if (graph.order > SMALL) return [];
  return graph.mapNodes((id): Box => {
    const data = sigma.getNodeDisplayData(id)!;
    const [{ x, y }, reach] = [sigma.framedGraphToViewport(data), sigma.scaleSize(data.size)];
    return [x - reach, y - reach, x + reach, y + reach];
  });
}
type Spot = { x: number; y: number; size: number; label: string | null; color: string };

/** A name in two short lines at most. */
function lines(name: string): string[] {
  const found = [""];
  for (const word of name.split(/\s+/)) {
    const last = found[found.length - 1];
    if (last && last.length + word.length >= LABEL_WIDTH) found.push(word);
    else found[found.length - 1] = last ? `${last} ${word}` : word;
  }
  return found.length > 2 ? [found[0], `${found[1]} …`] : found;
}

/** Names stand below their signs, or above or beside them where another name stands there, with a halo of paper. */
function drawLabel(context: CanvasRenderingContext2D, data: Partial<Spot>): void {
  if (!data.label) return;
  context.font = "500 12px system-ui, sans-serif";
  const room = written.get(context);
  if (!room) return;
  const text = lines(data.label);
  const width = Math.max(...text.map((line) => context.measureText(line).width));
  const height = text.length * 14;
  const [x, y, reach] = [data.x!, data.y!, data.size!];
  const spots: [left: number, top: number][] = [
    [x - width / 2, y + reach + 2], [x - width / 2, y - reach - height - 3], [x + reach + 5, y - height / 2], [x - reach - width - 5, y - height / 2],
  ];
  const box = spots.map(([left, top]): Box => [left, top, left + width, top + height])
    .find((one, index) => ![...room.names, ...(index ? room.signs() : [])].some((other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]));
  if (!box) return;
  room.names.push(box);
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = colour("paper");
  context.fillStyle = colour("ink");
  text.forEach((line, index) => {
    context.strokeText(line, (box[0] + box[2]) / 2, box[1] + 11 + index * 14);
    context.fillText(line, (box[0] + box[2]) / 2, box[1] + 11 + index * 14);
  });
  context.textAlign = "start";
}

/** A node that is pointed at: a ring, and its whole name on a card in the colours of the page. */
function drawHover(context: CanvasRenderingContext2D, data: Spot): void {
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
  context.strokeStyle = colour("ink");
  context.lineWidth = 1.5;
  context.stroke();
  if (!data.label) return;
  context.font = "600 12px system-ui, sans-serif";
  const width = context.measureText(data.label).width + 14;
  const top = data.y + data.size + 5;
  context.fillStyle = colour("card");
  context.strokeStyle = colour("rule");
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(data.x - width / 2, top, width, 22, 5);
  context.fill();
  context.stroke();
  context.fillStyle = colour("ink");
  context.textAlign = "center";
  context.fillText(data.label, data.x, top + 15);
  context.textAlign = "start";
}
