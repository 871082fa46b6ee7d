// How a tie is drawn and pointed at: a line from one actor to another, bent where several join the same two.
//
// The curve is cut into straight pieces before it is drawn, so that only the pixels of the line itself are computed: that
// keeps a picture of some thousand ties quick on machines without a graphics card.

import type { AbstractGraph } from "graphology-types";
import type Sigma from "sigma";
import { EdgeProgram, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

const BENT_PIECES = 12;
const HEAD_LENGTH = 4; // in widths of the line
const HEAD_WIDTH = 3;
const REACH = 3; // pixels beside a line that still point at it

/** What the graph knows of a tie beside what sigma does: how far it bends, by share of its length, and whether it has a head. */
export interface TieData { relation: string; bend: number; headed: boolean; size: number; plain: string }

const VERTEX = `
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec4 a_color;
attribute float a_width;
attribute float a_bend;
attribute float a_radius;
attribute vec3 a_part;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixel;
uniform float u_thinnest;
varying vec4 v_color;
varying float v_across;
varying float v_half;
vec2 bent(vec2 middle, float t) {
  return mix(mix(a_start, middle, t), mix(middle, a_end, t), t);
}
void main() {
  vec2 line = a_end - a_start;
  float reach = max(length(line), 1e-9);
  vec2 across = vec2(-line.y, line.x) / reach;
  vec2 middle = (a_start + a_end) / 2.0 + across * reach * a_bend;
  float width = max(a_width / u_sizeRatio, u_thinnest);
  bool headed = a_radius >= 0.0;
  float tip = headed ? max(0.0, 1.0 - a_radius / u_sizeRatio * u_pixel / reach) : 1.0;
  float base = headed ? max(0.0, tip - width * ${HEAD_LENGTH.toFixed(1)} * u_pixel / reach) : 1.0;
  float t = a_part.z > 0.5 ? mix(base, tip, a_part.x) : base * a_part.x;
  vec2 spot = bent(middle, t);
  vec2 ahead = mix(middle, a_end, t) - mix(a_start, middle, t);
  vec2 side = vec2(-ahead.y, ahead.x) / max(length(ahead), 1e-9);
  float half_ = a_part.z > 0.5 ? (headed ? width * ${(HEAD_WIDTH / 2).toFixed(1)} : 0.0) : width / 2.0 + 1.0;
  gl_Position = vec4((u_matrix * vec3(spot + side * a_part.y * half_ * u_pixel, 1.0)).xy, 0.0, 1.0);
  v_across = a_part.z > 0.5 ? 0.0 : a_part.y * half_;
  v_half = width / 2.0;
  v_color = a_color;
  v_color.a *= 255.0 / 254.0; // sigma's packed colours lose a step of it
}`;
const FRAGMENT = `
precision mediump float;
varying vec4 v_color;
varying float v_across;
varying float v_half;
void main() {
  gl_FragColor = v_color * clamp(v_half + 0.5 - abs(v_across), 0.0, 1.0);
}`;
const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

/** The vertices of a line of so many pieces and of its head: how far along, on which side, whether of the head. */
function parts(pieces: number): number[][] {
  const found: number[][] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const [from, to] = [piece / pieces, (piece + 1) / pieces];
    found.push([from, 1, 0], [from, -1, 0], [to, 1, 0], [to, 1, 0], [from, -1, 0], [to, -1, 0]);
  }
  found.push([0, 1, 1], [0, -1, 1], [1, 0, 1]);
  return found;
}

function program(pieces: number) {
  return class TieProgram extends EdgeProgram {
    getDefinition() {
      return {
        VERTICES: pieces * 6 + 3,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ["u_matrix", "u_sizeRatio", "u_pixel", "u_thinnest"],
        ATTRIBUTES: [
          { name: "a_start", size: 2, type: FLOAT },
          { name: "a_end", size: 2, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_width", size: 1, type: FLOAT },
          { name: "a_bend", size: 1, type: FLOAT },
          { name: "a_radius", size: 1, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_part", size: 3, type: FLOAT }],
        CONSTANT_DATA: parts(pieces),
      };
    }

    processVisibleItem(_: number, at: number, from: NodeDisplayData, to: NodeDisplayData, data: EdgeDisplayData): void {
      const tie = data as EdgeDisplayData & TieData;
      this.array.set([from.x, from.y, to.x, to.y, floatColor(data.color), data.size, tie.bend, tie.headed ? to.size : -1], at);
    }

    setUniforms(params: RenderParams, { gl, uniformLocations: where }: ProgramInfo): void {
      gl.uniformMatrix3fv(where.u_matrix, false, params.matrix);
      gl.uniform1f(where.u_sizeRatio, params.sizeRatio);
      gl.uniform1f(where.u_pixel, params.correctionRatio * 2);
      gl.uniform1f(where.u_thinnest, params.minEdgeThickness);
    }
  };
}

export const StraightTie = program(1);
export const BentTie = program(BENT_PIECES);

/** The tie whose line is nearest to a point of the picture (pixels), if one is near enough to be meant. */
export function tieAt(sigma: Sigma, x: number, y: number): string | null {
  const graph = sigma.getGraph() as AbstractGraph;
  const spots = new Map<string, { x: number; y: number }>();
  const spot = (id: string): { x: number; y: number } => {
    let known = spots.get(id);
    if (!known) spots.set(id, (known = sigma.framedGraphToViewport(sigma.getNodeDisplayData(id)!)));
    return known;
  };
  let [nearest, least]: [string | null, number] = [null, Infinity];
  graph.forEachEdge((id, data, source, target) => {
    const [from, to] = [spot(source), spot(target)];
    const { bend, size } = data as TieData;
    const reach = sigma.scaleSize(size) / 2 + REACH;
    const room = Math.abs(bend) * Math.hypot(to.x - from.x, to.y - from.y) + reach;
    if (x < Math.min(from.x, to.x) - room || x > Math.max(from.x, to.x) + room || y < Math.min(from.y, to.y) - room || y > Math.max(from.y, to.y) + room) return;
    // The picture's y runs down where that of the drawing runs up: the bend goes to the other side.
    const middle = { x: (from.x + to.x) / 2 + (to.y - from.y) * bend, y: (from.y + to.y) / 2 - (to.x - from.x) * bend };
    const pieces = bend ? BENT_PIECES : 1;
    let last = from;
    for (let piece = 1; piece <= pieces; piece += 1) {
      const t = piece / pieces;
      const next = { x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * middle.x + t * t * to.x, y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * middle.y + t * t * to.y };
      const far = distance(x, y, last, next);
      if (far <= reach && far < least) [nearest, least] = [id, far];
      last = next;
    }
  });
  return nearest;
}

function distance(x: number, y: number, from: { x: number; y: number }, to: { x: number; y: number }): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}
