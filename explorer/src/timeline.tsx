// The events in the order of time: a bar from the earliest to the latest day on which each may have been.

import { useEffect, useRef, useState } from "preact/hooks";
import { select } from "./state";
import type { Bar } from "./types";
import { bounds, capital, plural, when } from "./words";

const instant = (iso: string): number => Date.parse(`${iso}T00:00:00Z`);
const DAY = 86_400_000;
const AT_ONCE = 60; // rows: the others are made when the reader comes near them

export function TimelineView({ items, more, selected }: { items: Bar[]; more: number; selected: string[] }) {
  const [shown, setShown] = useState({ items, rows: AT_ONCE });
  const rows = shown.items === items ? shown.rows : AT_ONCE;
  const end = useRef<HTMLButtonElement>(null);
  const further = (): void => setShown({ items, rows: rows + AT_ONCE });
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && further(), { rootMargin: "600px" });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [items, rows]);
  const dated = items.filter((one) => one.first && one.last);
  const begin = Math.min(...dated.map((one) => instant(one.first!)));
  const finish = Math.max(...dated.map((one) => instant(one.last!) + DAY));
  const span = Math.max(DAY, finish - begin);
  if (!items.length) return <p class="empty">Nothing is chosen. Take a filter away.</p>;
  return (
    <div class="timeline" data-view="timeline">
      <ol>
        {items.slice(0, rows).map((one) => {
          const left = one.first ? ((instant(one.first) - begin) / span) * 100 : 0;
          const width = one.first && one.last ? Math.max(0.8, ((instant(one.last) + DAY - instant(one.first)) / span) * 100) : 0;
          const who = [one.agents.join(", "), one.targets.join(", ")].filter(Boolean).join(" → ");
          return (
            <li key={one.id}>
              <button class={`row ${one.modality}`} aria-current={selected[0] === "statement" && selected[1] === one.id ? "true" : undefined}
                onClick={() => select("statement", one.id)}>
                <span class="row-text">
                  <span class="row-type">{capital(one.type)}</span>
                  <span class="row-who">{[who, one.place].filter(Boolean).join(" · ")}</span>
                </span>
                <span class="row-figures">{one.dead ? <span class="dead">{bounds(...one.dead)} killed</span> : null}</span>
                <span class="row-when">{when(one.time, one.first, one.last)}</span>
                <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <line x1="0" x2="100" y1="4" y2="4" />
                  {width > 0 && <rect class={one.first === one.last ? "exact" : "span"} x={Math.min(left, 99.2)} width={width} y="1" height="6" rx="0.4" />}
                </svg>
              </button>
            </li>
          );
        })}
      </ol>
      {rows < items.length && <p class="pager"><button ref={end} onClick={further}>Show more</button></p>}
      {more > 0 && <p class="hint">{plural(more, "later statement")} more: choose a shorter period to see them one by one.</p>}
    </div>
  );
}
