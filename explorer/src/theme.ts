// Light and dark: the system's choice until the reader makes one.

import { useEffect, useState } from "preact/hooks";

export type Scheme = "light" | "dark";
const dark = matchMedia("(prefers-color-scheme: dark)");
const KEY = "kg-explorer-scheme";

function stored(): Scheme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

let chosen = stored();
const inks = new Map<string, string>(); // asking the style sheet each time would cost more than drawing
const listeners = new Set<() => void>();

export const scheme = (): Scheme => chosen ?? (dark.matches ? "dark" : "light");

function apply(): void {
  document.documentElement.dataset.scheme = scheme();
  inks.clear();
  listeners.forEach((tell) => tell());
}

export function switchScheme(): void {
  chosen = scheme() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing still switches.
  }
  apply();
}

dark.addEventListener("change", apply);
apply();

export function useScheme(): Scheme {
  const [, redraw] = useState(0);
  useEffect(() => {
    const tell = (): void => redraw((round) => round + 1);
    listeners.add(tell);
    return () => void listeners.delete(tell);
  }, []);
  return scheme();
}

/** A colour of the style sheet, as #rrggbb. */
export function colour(name: string): string {
  let known = inks.get(name);
  if (!known) inks.set(name, (known = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()));
  return known;
}
