// Search over actors, places and the text of reports.

import { useEffect, useRef, useState } from "preact/hooks";
import { useAnswer } from "./api";
import { get, list, set, shorten } from "./state";
import type { Hits } from "./types";
import { number } from "./words";

interface Hit { id: string; act: () => void; line: preact.ComponentChildren; group: string }

export function Search() {
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { data, about } = useAnswer<Hits>(asked ? "search" : null, asked ? new URLSearchParams({ q: asked }).toString() : "", asked);
  const waiting = useRef(false); // Enter was pressed before the answer to the last words was there

  useEffect(() => {
    const later = setTimeout(() => setAsked(words.trim()), 50);
    return () => clearTimeout(later);
  }, [words]);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const typing = target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .CodeMirror");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        field.current?.focus();
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);

  const done = (): void => {
    setOpen(false);
    setWords("");
    setAsked("");
    setAt(-1);
  };
  const hits: Hit[] = !data || !asked ? [] : [
    ...data.actors.map((one) => ({
      group: "Actors", id: one.id,
      line: <><span>{one.name}{one.as !== one.name && <span class="hint"> as {one.as}</span>}</span><span class="count">{number(one.events)}</span></>,
      act: () => {
        if (get("view") === "network" || !get("view")) {
          if (get("from") && !get("to")) return set({ to: shorten(one.id) });
          const kept = list("keep");
          set({ sel: `actor|${shorten(one.id)}`, keep: kept.includes(shorten(one.id)) ? kept.join(",") : [...kept, shorten(one.id)].join(",") });
        } else set({ sel: `actor|${shorten(one.id)}` });
      },
    })),
    ...data.places.map((one) => ({
      group: "Places", id: one.id, line: <><span>{one.name}</span><span class="count">{one.country}</span></>,
      act: () => set({ sel: `place|${shorten(one.id)}` }),
    })),
    ...data.reports.map((one) => ({
      group: "Reports", id: one.id,
      line: <span>{one.title}{one.snippet && <span class="snippet">…{one.snippet[0]}<mark>{one.snippet[1]}</mark>{one.snippet[2]}…</span>}</span>,
      act: () => set({ report: one.start === null ? shorten(one.id) : `${shorten(one.id)}@${one.start}-${one.end}` }),
    })),
  ];
  const choose = (hit: Hit | undefined): void => {
    if (!hit) return;
    hit.act();
    done();
    field.current?.blur();
    // On to what was found, unless the reader is elsewhere already.
    setTimeout(() => document.activeElement === document.body && document.querySelector<HTMLElement>(".right")?.focus(), 60);
  };
  useEffect(() => {
    if (waiting.current && about && about === words.trim()) choose(hits[0]);
    if (about === words.trim()) waiting.current = false;
  }, [about]);
  const shown = open && asked !== "";
  return (
    <div class="search" role="search" onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node) && setOpen(false)}>
      <input ref={field} type="text" placeholder="Search actors, places, text" aria-label="Search actors, places and text" role="combobox"
        aria-expanded={shown} aria-controls="hits" aria-activedescendant={at >= 0 && shown ? `hit-${at}` : undefined} aria-autocomplete="list" value={words}
        onFocus={() => setOpen(true)}
        onInput={(event) => { setWords(event.currentTarget.value); setOpen(true); setAt(-1); }}
        onKeyDown={(event) => {
          if (event.key === "Escape") done();
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setAt((known) => Math.max(-1, Math.min(hits.length - 1, known + (event.key === "ArrowDown" ? 1 : -1))));
          }
          if (event.key === "Enter" && about === words.trim()) choose(hits[Math.max(0, at)]);
          else if (event.key === "Enter") waiting.current = true;
        }} />
      <div id="hits" class="hits" role="listbox" aria-label="Found" hidden={!shown}>
        {shown && hits.map((hit, index) => (
          <div key={hit.group + hit.id}>
            {(index === 0 || hits[index - 1].group !== hit.group) && <div class="group" role="presentation">{hit.group}</div>}
            <div id={`hit-${index}`} role="option" aria-selected={index === at} class="hit" onMouseDown={(event) => { event.preventDefault(); choose(hit); }}>{hit.line}</div>
          </div>
        ))}
        {shown && data && hits.length === 0 && <div class="hint none" role="option" aria-selected="false" aria-disabled="true">Nothing bears or holds these words.</div>}
      </div>
    </div>
  );
}
