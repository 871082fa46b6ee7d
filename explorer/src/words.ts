// How numbers, bounds and dates are written.

import type { Bounds } from "./types";

export const number = (value: number): string => value.toLocaleString("en-GB");

export const plural = (value: number, one: string, many = `${one}s`): string => `${number(value)} ${value === 1 ? one : many}`;

/** A figure from least to most: "12", "12–15", "at least 12". */
export function bounds(low: number | null, high: number | null): string {
  if (low === null) return high === null ? "some" : `at most ${number(high)}`;
  if (high === null) return `at least ${number(low)}`;
  return low === high ? number(low) : `${number(low)}–${number(high)}`;
}

export const figure = (one: Bounds | undefined): string => (one ? bounds(one.low, one.high) : "none");

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

export function day(iso: string): string {
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) ? iso : DAY.format(at);
}

/** A date of the graph: EDTF where that reads well, else from the first to the last day. */
export function when(time: string | null, first: string | null, last: string | null): string {
  if (time && /^\d{4}-\d\d-\d\d$/.test(time)) return day(time);
  if (time && /^\d{4}-\d\d$/.test(time)) return MONTH.format(Date.parse(`${time}-01T00:00:00Z`));
  if (time && /^\d{4}$/.test(time)) return time;
  if (first && last) return first === last ? day(first) : `${first.slice(0, 4) === last.slice(0, 4) ? day(first).replace(/ \d{4}$/, "") : day(first)} – ${day(last)}`;
  if (first) return `from ${day(first)}`;
  if (last) return `until ${day(last)}`;
  return time ? time : "undated";
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A colour of the data laid thinly over the paper, so that lines do not drown what they join. */
export function thinned(colour: string, paper: string, share: number): string {
  const asked = `${colour}${paper}${share}`;
  let known = mixtures.get(asked);
  if (!known) mixtures.set(asked, (known = mixed(colour, paper, share)));
  return known;
}

const mixtures = new Map<string, string>(); // few are asked for, and by thousands of lines

function mixed(colour: string, paper: string, share: number): string {
  const part = (text: string, at: number): number => parseInt(text.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) => Math.round(part(colour, at) * share + part(paper, at) * (1 - share)));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
