// What stands behind a node, a tie, a point or a figure: the sentences, who says so, and the way into the report.

import { useState } from "preact/hooks";
import { useAnswer } from "./api";
import { narrowTo } from "./filters";
import { get, list, question, select, set, shorten } from "./state";
import type { Card, Evidence, NetworkEdge, Party, Start } from "./types";
import { bounds, capital, number, plural, when } from "./words";

/** The question for what is selected, as the server takes it. */
export function evidenceOf(selected: string[]): Record<string, string> | null {
  const [of, one = "", other = "", third = ""] = selected;
  if (!of) return null;
  if (of === "tie") return { of, from: one, to: other, relation: third, limit: get("limit"), keep: get("keep") };
  if (of === "figure") return { of, outcome: one, within: other, node: third };
  return { of, node: one };
}

interface Props {
  selected: string[];
  start: Start;
  ties: NetworkEdge[];
  names: (iri: string) => string;
  review: ((card: Card) => preact.ComponentChildren) | null;
}

export function EvidencePanel({ selected, start, ties, names, review }: Props) {
  const asked = evidenceOf(selected);
  const key = selected.join("|");
  const [pages, setPages] = useState<{ key: string; offset: number }>({ key, offset: 0 });
  const offset = pages.key === key ? pages.offset : 0;
  const answer = useAnswer<Evidence>(asked ? "evidence" : null, asked ? question({ ...asked, offset: String(offset) }) : "", key);
  const { error, loading } = answer;
  const data = answer.about === key ? answer.data : null; // not the evidence of what was selected before
  if (selected[0] === "actor" && selected[1]?.startsWith("others:")) return <Folded kind={selected[1].slice(7)} start={start} />;
  return (
    <div class="evidence">
      <div class="panel-head">
        <h2>{title(selected, start, names, data)}</h2>
        <button class="quiet" aria-label="Close the evidence" onClick={() => set({ sel: null })}>×</button>
      </div>
      {error && <p class="error" role="alert">{error}</p>}
      {selected[0] === "actor" && <Actor iri={selected[1]} data={data} ties={ties} start={start} names={names} />}
      {selected[0] === "place" && (
        <p class="acts"><button onClick={() => narrowTo.place(selected[1])}>Only what happened in this place</button></p>
      )}
      {!data && loading && <p class="hint" aria-busy="true">Looking it up …</p>}
      {data && (
        <>
          <h3 aria-live="polite">{loading ? "Looking it up …" : plural(data.total, "statement")}</h3>
          <ul class="cards">
            {data.items.map((card) => <li key={card.id}><StatementCard card={card} review={review} /></li>)}
          </ul>
          {data.total > data.items.length && (
            <p class="pager">
              <button disabled={data.offset === 0} onClick={() => setPages({ key, offset: Math.max(0, data.offset - data.page) })}>Earlier</button>
              <span>{number(data.offset + 1)}–{number(data.offset + data.items.length)} of {number(data.total)}</span>
              <button disabled={data.offset + data.items.length >= data.total} onClick={() => setPages({ key, offset: data.offset + data.page })}>Later</button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

function title(selected: string[], start: Start, names: (iri: string) => string, data: Evidence | null): string {
  const [of, one, other, third] = selected;
  const outcome = (name: string): string => start.outcomes.find((known) => known.name === name)?.label ?? name;
  if (of === "actor") return data?.about?.name ?? names(one);
  if (of === "tie") {
    const relation = start.relations.find((known) => known.name === third);
    return `${names(one)} ${relation ? relation.label : "and"} ${names(other)}`;
  }
  if (of === "figure") return `${capital(outcome(one))}${third ? ` in ${data?.about?.name ?? names(third)}` : ""}`;
  if (of === "place" || of === "country" || of === "region") return data?.about?.name ?? names(one);
  if (of === "statement") return data?.items[0] ? capital(data.items[0].type) : "Statement";
  if (of === "parts") return "Parts of a total";
  if (of === "statistics") return "Figures over a period, added to nothing";
  if (of === "events" || of === "relations") return capital(of);
  return "All that is chosen";
}

function Folded({ kind, start }: { kind: string; start: Start }) {
  const drawn = Number(get("limit")) || start.drawn.default;
  const more = Math.min(start.drawn.most, drawn * 2);
  return (
    <div class="evidence">
      <div class="panel-head">
        <h2>{capital(start.kinds.find((one) => one.name === kind)?.label ?? kind)}: the others</h2>
        <button class="quiet" aria-label="Close the evidence" onClick={() => set({ sel: null })}>×</button>
      </div>
      <p>These actors are drawn as one sign, because more would be too many to see. Search for one by its name to draw it, double-click an actor to draw all that it is tied to, or narrow the choice.</p>
      {more > drawn && <p class="acts"><button onClick={() => set({ limit: String(more) })}>Draw {number(more)} actors one by one</button></p>}
    </div>
  );
}

function Actor({ iri, data, ties, start, names }: { iri: string; data: Evidence | null; ties: NetworkEdge[]; start: Start; names: (iri: string) => string }) {
  const mine = ties.filter((one) => one.from === iri || one.to === iri).sort((one, other) => other.events - one.events);
  const about = data?.about;
  const expanded = list("keep").includes(shorten(iri));
  return (
    <>
      {about && (
        <p class="facts">
          {capital(about.kind)}{about.country ? `, ${about.country}` : ""}
          {about.names.length > 0 && <> · also {about.names.slice(0, 8).join(", ")}</>}
        </p>
      )}
      <p class="acts">
        <button onClick={() => narrowTo.actor(iri)}>Only this actor</button>
        <button aria-pressed={expanded} onClick={() => set({ keep: expanded ? null : [...list("keep"), shorten(iri)].join(",") })}>Draw its ties</button>
        <button onClick={() => set({ from: shorten(iri), view: "network" })}>Path from here</button>
      </p>
      {mine.length > 0 && (
        <details open={mine.length <= 12}>
          <summary>{plural(mine.length, "tie")}</summary>
          <ul class="ties">
            {mine.slice(0, 60).map((one) => {
              const away = one.from === iri;
              const relation = start.relations.find((known) => known.name === one.relation);
              return (
                <li key={`${one.from}${one.relation}${one.to}`}>
                  <button class="tie" onClick={() => select("tie", one.from, one.to, one.relation)}>
                    <span>{relation?.mutual || away ? "" : `${names(one.from)} `}{relation?.label ?? one.relation}{away || relation?.mutual ? ` ${names(away ? one.to : one.from)}` : " it"}</span>
                    <span class="count">×{number(one.events)}{one.toll ? ` · ${number(one.toll)} killed` : ""}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </>
  );
}

const Names = ({ those }: { those: Party[] }) => (
  <>
    {those.map((one, index) => (
      <span key={one.id}>
        {index > 0 && ", "}
        {one.actor ? <button class="inline" onClick={() => select("actor", one.id)}>{one.name}</button> : one.name}
      </span>
    ))}
  </>
);

export function StatementCard({ card, review }: { card: Card; review?: Props["review"] }) {
  const open = (start = card.start, end = card.end): void => set({ report: `${shorten(card.report.id)}@${start}-${end}` });
  const says = card.attributed ? card.claimants.map((one) => one.name).join(", ") : null;
  return (
    <article class={`card ${card.modality}`}>
      <header>
        <span class="type">{capital(card.type)}</span>
        {card.modality !== "asserted" && <span class={`mark ${card.modality}`}>{card.modality}</span>}
        {card.cumulative && <span class="mark">over a period</span>}
        <span class="when">{when(card.time, card.first, card.last)}</span>
      </header>
      {(card.agents.length > 0 || card.targets.length > 0) && (
        <p class="parties">
          <Names those={card.agents} />{card.agents.length > 0 && card.targets.length > 0 && " → "}{card.agents.length === 0 && "→ "}<Names those={card.targets} />
          {card.place && <> · <button class="inline" onClick={() => select("place", card.place!.id)}>{card.place.name}</button></>}
        </p>
      )}
      <blockquote><span class="around">{card.before}</span><Marked card={card} /><span class="around">{card.after}</span></blockquote>
      {card.tolls.length > 0 && (
        <p class="tolls">
          {card.tolls.map((one, index) => (
            <button key={index} class={`figure${one.counted ? " counted" : ""}`} onClick={() => open(one.start ?? card.start, one.end ?? card.end)}>
              {bounds(one.low, one.high)} {one.outcome.toLowerCase()} <span class="group">{one.group}</span>
            </button>
          ))}
        </p>
      )}
      {card.parts > 0 && <p class="facts"><button class="inline" onClick={() => select("parts", card.id)}>{plural(card.parts, "part")} of this total</button></p>}
      {card.total && <p class="facts">A part of <button class="inline" onClick={() => select("statement", card.total!)}>a total</button></p>}
      <footer>
        {says && <>According to {says}. </>}
        <button class="inline" onClick={() => open()}>{card.report.title}</button>
        <div class="offsets">
          {[card.report.publisher, card.report.published && when(card.report.published, null, null), `characters ${number(card.start)}–${number(card.end)}`].filter(Boolean).join(", ")}
        </div>
      </footer>
      {review?.(card)}
    </article>
  );
}

/** The stating words, with those of the figures that count made strong. Offsets count characters, not code units. */
function Marked({ card }: { card: Card }) {
  const letters = Array.from(card.text);
  const strong = card.tolls
    .filter((one) => one.counted && one.start !== null && one.start >= card.start && one.end! <= card.end)
    .map((one) => [one.start! - card.start, one.end! - card.start] as const)
    .sort((one, other) => one[0] - other[0]);
  const pieces: preact.ComponentChildren[] = [];
  let at = 0;
  for (const [start, end] of strong) {
    if (start < at) continue;
    pieces.push(letters.slice(at, start).join(""), <strong>{letters.slice(start, end).join("")}</strong>);
    at = end;
  }
  pieces.push(letters.slice(at).join(""));
  return <mark>{pieces}</mark>;
}
