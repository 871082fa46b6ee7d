// What is chosen: kinds of actors, relations, classes of events, period, place.

import { CHOICE, expand, get, list, set, shorten, toggle } from "./state";
import type { Start } from "./types";
import { capital, number } from "./words";

export function Line({ colour, dash, mutual }: { colour: string; dash: number[]; mutual: boolean }) {
  return (
    <svg class="line" viewBox="0 0 34 10" aria-hidden="true">
      <line x1="1" y1="5" x2={mutual ? 33 : 27} y2="5" stroke={colour} stroke-width="2.5" stroke-dasharray={dash.map((one) => one / 1.6).join(" ")} />
      {!mutual && <path d="M25 1 L33 5 L25 9 Z" fill={colour} />}
    </svg>
  );
}

export const Dot = ({ colour }: { colour: string }) => (
  <svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="4.5" fill={colour} /></svg>
);

export function Filters({ start, names }: { start: Start; names: (iri: string) => string }) {
  const chosen = (name: string): Set<string> => new Set(list(name));
  const kinds = chosen("kinds");
  const relations = chosen("relations");
  const types = chosen("types");
  const without = list("without").length;
  const wrong = get("since") && get("until") && get("since") > get("until");
  const some = CHOICE.filter((name) => get(name));
  return (
    <div class="filters">
      <div class="filters-head">
        <h2>Filter</h2>
        <button class="quiet" disabled={!some.length} onClick={() => set(Object.fromEntries(CHOICE.map((name) => [name, null])))}>
          Clear
        </button>
      </div>
      {!some.length && <p class="hint">Nothing is ticked: all is shown. What you tick holds for every view.</p>}

      {(get("actor") || get("place") || without > 0) && (
        <ul class="chips" aria-label="Narrowed to">
          {get("actor") && <Chip label={`Only ${names(expand(get("actor")))}`} clear={() => set({ actor: null })} />}
          {get("place") && <Chip label={`In ${names(expand(get("place")))}`} clear={() => set({ place: null })} />}
          {without > 0 && <Chip label={`${number(without)} ${without === 1 ? "source" : "sources"} left out`} clear={() => set({ without: null })} />}
        </ul>
      )}

      <fieldset>
        <legend>Period</legend>
        <div class="period">
          <label><span>From</span><input type="date" value={get("since")} onChange={(event) => set({ since: event.currentTarget.value })} /></label>
          <label><span>To</span><input type="date" value={get("until")} onChange={(event) => set({ until: event.currentTarget.value })} /></label>
        </div>
        {wrong && <p class="error" role="alert">The period ends before it begins.</p>}
        <label class="tick">
          <input type="checkbox" checked={get("undated") === "1"} disabled={!get("since") && !get("until")}
            onChange={(event) => set({ undated: event.currentTarget.checked ? "1" : null })} />
          <span>with what has no date</span>
        </label>
      </fieldset>

      <fieldset>
        <legend>Events</legend>
        <ul class="legend types">
          {start.types.map((one) => (
            <li key={one.name} class={`depth-${Math.min(one.depth, 4)}`}>
              <label>
                <input type="checkbox" checked={types.has(one.name)} onChange={() => toggle("types", one.name)} />
                <span>{capital(one.label)}</span><span class="count">{number(one.events)}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>

      <fieldset>
        <legend>Relations</legend>
        <ul class="legend">
          {start.relations.map((one) => (
            <li key={one.name}>
              <label>
                <input type="checkbox" checked={relations.has(one.name)} onChange={() => toggle("relations", one.name)} />
                <Line {...one} /><span>{capital(one.label)}</span><span class="count">{number(one.ties)}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>

      <fieldset>
        <legend>Actors</legend>
        <ul class="legend">
          {start.kinds.map((one) => (
            <li key={one.name}>
              <label>
                <input type="checkbox" checked={kinds.has(one.name)} onChange={() => toggle("kinds", one.name)} />
                <Dot colour={one.colour} /><span>{capital(one.label)}</span><span class="count">{number(one.actors)}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>

      <label class="tick">
        <input type="checkbox" checked={get("denied") === "1"} onChange={(event) => set({ denied: event.currentTarget.checked ? "1" : null })} />
        <span>Show what is denied or only planned too (never counted in tolls)</span>
      </label>
    </div>
  );
}

function Chip({ label, clear }: { label: string; clear: () => void }) {
  return (
    <li>
      <button class="chip" onClick={clear}><span>{label}</span><span aria-hidden="true">×</span><span class="unseen"> – take away</span></button>
    </li>
  );
}

export const narrowTo = {
  actor: (iri: string): void => set({ actor: shorten(iri) }),
  place: (iri: string): void => set({ place: shorten(iri) }),
};
