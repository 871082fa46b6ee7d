// The network of actors, drawn by sigma. The server says where each stands; here nothing moves.

import { useEffect, useRef } from "preact/hooks";
import EdgeCurveProgram, { createEdgeCurveProgram } from "@sigma/edge-curve";
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { createEdgeArrowProgram, EdgeRectangleProgram } from "sigma/rendering";
import { colour, useScheme } from "./theme";
import type { Network, Start } from "./types";
import { number, thinned } from "./words";

const SIZE: [number, number] = [4, 19];
const WIDTH: [number, number] = [1.6, 6];
const COMMUNITIES = ["#3566c9", "#d9662b", "#2d8f57", "#b5489e", "#c29a05", "#1d8fb0", "#8c63c9", "#b3342f", "#7fae2e", "#9a7b6b"];
const HEAD = { extremity: "target" as const, lengthToThicknessRatio: 4, widenessToThicknessRatio: 3 };
const ArrowProgram = createEdgeArrowProgram(HEAD);
const CurvedArrowProgram = createEdgeCurveProgram({ arrowHead: HEAD });
const LABEL_WIDTH = 19; // characters of a line
const SMALL = 70; // with so few actors every name has room

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

export function NetworkView(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Sigma | null>(null);
  const graph = useRef(new MultiDirectedGraph());
  const now = useRef(props);
  const hovered = useRef<string | null>(null);
  const scheme = useScheme();
  now.current = props;

  useEffect(() => {
    const sigma = new Sigma(graph.current, place.current!, {
      allowInvalidContainer: true,
      defaultEdgeType: "straight",
      edgeProgramClasses: { straight: EdgeRectangleProgram, arrow: ArrowProgram, curve: EdgeCurveProgram, curvedArrow: CurvedArrowProgram },
      enableEdgeEvents: true,
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
    sigma.on("beforeRender", () => written.set(sigma.getCanvases().labels.getContext("2d")!, []));
    sigma.on("clickNode", ({ node }) => now.current.onNode(node));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      now.current.onExpand(node);
    });
    sigma.on("clickEdge", ({ edge }) => {
      const [from, to] = graph.current.extremities(edge);
      now.current.onTie(from, to, graph.current.getEdgeAttribute(edge, "relation") as string);
    });
    sigma.on("clickStage", () => now.current.onNothing());
    const hover = (id: string | null): void => {
      hovered.current = id;
      place.current?.classList.toggle("pointing", id !== null);
      sigma.refresh({ skipIndexation: true });
    };
    sigma.on("enterNode", ({ node }) => hover(node));
    sigma.on("leaveNode", () => hover(null));
    sigma.on("enterEdge", () => place.current?.classList.add("pointing"));
    sigma.on("leaveEdge", () => place.current?.classList.remove("pointing"));
    const watch = new ResizeObserver(() => sigma.refresh({ skipIndexation: true }));
    watch.observe(place.current!);
    (place.current as unknown as { drawing: Sigma }).drawing = sigma; // for tests: where a node is on the screen
    return () => {
      watch.disconnect();
      sigma.kill();
      drawing.current = null;
    };
  }, []);

  useEffect(() => {
    const sigma = drawing.current!;
    fill(graph.current, props, Math.min(1, 0.45 + place.current!.clientWidth / 1500));
    const [left, right, top, bottom] = props.data.frame;
    sigma.setCustomBBox({ x: [left, right], y: [-bottom, -top] });
    sigma.setSetting("labelRenderedSizeThreshold", props.data.nodes.length <= SMALL ? 0 : 7);
    sigma.setSetting("labelDensity", props.data.nodes.length <= SMALL ? 4 : 1);
    style(sigma, graph.current, props, hovered);
  }, [props.data, props.communities, scheme]);

  useEffect(() => {
    style(drawing.current!, graph.current, props, hovered);
  }, [props.selected.join("|"), props.path.join("|"), scheme]);

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

function fill(graph: MultiDirectedGraph, { data, start, communities }: Props, scale: number): void {
  graph.clear();
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
      type: bent ? (mutual ? "curve" : "curvedArrow") : mutual ? "straight" : "arrow",
      curvature: bent ? side * 0.16 * (Math.floor(nth / 2) + 1) : 0,
      size: WIDTH[0] + (WIDTH[1] - WIDTH[0]) * Math.sqrt((one.events - 1) / Math.max(1, most - 1)),
      plain: ties.get(one.relation)?.colour ?? "#7c8794",
    });
  }
}

function style(sigma: Sigma, graph: MultiDirectedGraph, props: Props, hovered: { current: string | null }): void {
  const paper = colour("paper");
  const crowded = graph.size > 400;
  sigma.setSetting("labelColor", { color: colour("ink") });
  const [what, one, other, relation] = props.selected;
  const way = new Set(props.path);
  const chosen = (): { nodes: Set<string> | null; edge: (id: string) => boolean | null } => {
    const focus = hovered.current ?? (what === "actor" ? one : null);
    if (way.size) return { nodes: way, edge: (id) => graph.extremities(id).every((end) => way.has(end)) };
    if (focus && graph.hasNode(focus)) return { nodes: new Set([focus, ...graph.neighbors(focus)]), edge: (id) => graph.extremities(id).includes(focus) };
    if (what === "tie") {
      return { nodes: new Set([one, other]), edge: (id) => graph.source(id) === one && graph.target(id) === other && (!relation || graph.getEdgeAttribute(id, "relation") === relation) };
    }
    return { nodes: null, edge: () => null };
  };
  sigma.setSetting("nodeReducer", (id, data) => {
    const { nodes } = chosen();
    const picked = what === "actor" && one === id;
    if (!nodes) return { ...data, zIndex: 1 };
    if (!nodes.has(id)) return { ...data, color: thinned(data.color as string, paper, 0.22), label: null, zIndex: 0 };
    return { ...data, zIndex: 2, forceLabel: nodes.size < 30 || picked, highlighted: picked };
  });
  sigma.setSetting("edgeReducer", (id, data) => {
    const on = chosen().edge(id);
    if (on === null) return { ...data, color: thinned(data.plain as string, paper, crowded ? 0.38 : 0.62), zIndex: 1 };
    if (!on) return { ...data, color: thinned(data.plain as string, paper, 0.1), zIndex: 0 };
    return { ...data, color: data.plain as string, zIndex: 2 };
  });
  sigma.refresh();
}

type Box = [number, number, number, number];
/** Where names stand in the picture that is being drawn: one that would cover another is left for a nearer look. */
const written = new WeakMap<CanvasRenderingContext2D, Box[]>();
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

/** Names stand below their signs, with a halo of paper so that lines do not strike them out. */
function drawLabel(context: CanvasRenderingContext2D, data: Partial<Spot>): void {
  if (!data.label) return;
  context.font = "500 12px system-ui, sans-serif";
  const room = written.get(context) ?? [];
  const text = lines(data.label);
  const half = Math.max(...text.map((line) => context.measureText(line).width)) / 2;
  const box: Box = [data.x! - half, data.y! + data.size!, data.x! + half, data.y! + data.size! + 6 + text.length * 14];
  if (room.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
  room.push(box);
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = colour("paper");
  context.fillStyle = colour("ink");
  text.forEach((line, index) => {
    const y = data.y! + data.size! + 13 + index * 14;
    context.strokeText(line, data.x!, y);
    context.fillText(line, data.x!, y);
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
