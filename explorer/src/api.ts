// Questions to the server that the page came from, and to no other.

import { useEffect, useRef, useState } from "preact/hooks";

export const here = (path: string): string => new URL(path, document.baseURI).href;

/** Raised with what the server says is wrong. */
export class Refused extends Error {}

export async function ask<T>(path: string, options: RequestInit = {}): Promise<T> {
  const answer = await fetch(here(path), { credentials: "same-origin", ...options });
  if (answer.ok) return (await answer.json()) as T;
  let said = `The server answered ${answer.status}.`;
  try {
    said = ((await answer.json()) as { detail?: string }).detail ?? said;
  } catch {
    // Not a problem in JSON: the status must do.
  }
  throw new Refused(said);
}

export interface Answer<T> {
  data: T | null;
  about: string;
  error: string;
  loading: boolean;
}

// Goes up when the graph was changed by this page: everything is asked again.
let version = 0;
const watching = new Set<(version: number) => void>();
export function changed(): void {
  version += 1;
  watching.forEach((tell) => tell(version));
}

/**
 * The answer to a question. While a new one is on its way the old answer stays; only the last one asked counts.
 * `about` comes back with the data: it tells whether they still belong to what is shown.
 */
export function useAnswer<T>(name: string | null, asked: string, about = ""): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ data: null, about: "", error: "", loading: name !== null });
  const [round, setRound] = useState(version);
  const last = useRef(0);
  useEffect(() => {
    watching.add(setRound);
    return () => void watching.delete(setRound);
  }, []);
  useEffect(() => {
    if (name === null) {
      setAnswer({ data: null, about, error: "", loading: false });
      return;
    }
    const number = ++last.current;
    const control = new AbortController();
    setAnswer((known) => ({ ...known, error: "", loading: true }));
    ask<T>(`api/${name}${asked ? `?${asked}` : ""}`, { signal: control.signal })
      .then((data) => number === last.current && setAnswer({ data, about, error: "", loading: false }))
      .catch((error: Error) => {
        if (error.name !== "AbortError" && number === last.current) {
          setAnswer((known) => ({ ...known, error: error.message, loading: false }));
        }
      });
    return () => control.abort();
  }, [name, asked, round]);
  return answer;
}
