// The page's address holds all that is chosen and shown, so that it can be shared: one small store over it.

import { useSyncExternalStore } from "preact/compat";

const BASE = "https://w3id.org/conflict-kg/id/";

/** What a choice of statements is made of; these go with every question to the server. */
export const CHOICE = ["kinds", "relations", "types", "since", "until", "undated", "place", "actor", "without", "denied"];

export const shorten = (iri: string): string => (iri.startsWith(BASE) ? `id:${iri.slice(BASE.length)}` : iri);
export const expand = (text: string): string => text.replace(/(^|[,|])id:/g, `$1${BASE}`);

type Patch = Record<string, string | null>;

let current = new URLSearchParams(location.search);
const listeners = new Set<() => void>();

export const get = (name: string): string => current.get(name) ?? "";
export const list = (name: string): string[] => get(name).split(",").filter(Boolean);

/** Changes the address. A step that the reader may want to take back is pushed onto the browser's history. */
export function set(patch: Patch, push = true): void {
  const next = new URLSearchParams(current);
  for (const [name, value] of Object.entries(patch)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  if (next.toString() === current.toString()) return;
  current = next;
  const query = next.toString();
  const address = `${location.pathname}${query ? `?${query}` : ""}`;
  if (push) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  listeners.forEach((tell) => tell());
}

export function toggle(name: string, value: string): void {
  const known = list(name);
  set({ [name]: (known.includes(value) ? known.filter((one) => one !== value) : [...known, value]).join(",") });
}

addEventListener("popstate", () => {
  current = new URLSearchParams(location.search);
  listeners.forEach((tell) => tell());
});

/** Makes a component follow the address. */
export function useAddress(): string {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => current.toString(),
  );
}

/** The choice as parameters of a question, with others. */
export function question(more: Record<string, string> = {}): string {
  const asked = new URLSearchParams();
  for (const name of CHOICE) if (get(name)) asked.set(name, expand(get(name)));
  for (const [name, value] of Object.entries(more)) if (value) asked.set(name, expand(value));
  return asked.toString();
}

/** What is selected: its kind and what it takes to name it. */
export const selected = (): string[] => (get("sel") ? expand(get("sel")).split("|") : []);
export const select = (...parts: string[]): void => set({ sel: parts.map(shorten).join("|") });
