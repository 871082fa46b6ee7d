// What the panel tells while nothing is selected: the same as the picture, in words that a screen reader has too.

import { useState } from "preact/hooks";
import { useAnswer } from "./api";
import { Dot } from "./filters";
import { get, question, select, set, shorten } from "./state";
import type { Area, Geography, Measures, Network, Start } from "./types";
import { capital, figure, number, plural } from "./words";

export function NetworkOverview({ data, start, names }: { data: Network; start: Start; names: (iri: string) => string }) {
  const [wanted, setWanted] = useState(false);
  const open = wanted || get("colour") === "community";
  const { data: found, loading, error } = useAnswer<Measures>(open ? "measures" : null, question());
  const looks = new Map(start.kinds.map((one) => [one.name, one]));
  const ranked = data.nodes.filter((one) => !one.members).sort((one, other) => other.events - one.events).slice(0, 40);
  return (
    <div class="overview">
      <h2>Actors</h2>
      <p class="facts">
        {data.folded > 0
          ? `${number(data.nodes.filter((one) => !one.members).length)} of ${number(data.actors)} actors are drawn one by one, the others by kind.`
          : `${plural(data.actors, "actor")}, ${plural(data.ties, "tie")}.`}
        {" "}Choose one, or a line, to read what it rests on.
      </p>
      <Path names={names} />
      <ol class="ranked">
        {ranked.map((one) => (
          <li key={one.id}>
            <button class="tie" onClick={() => select("actor", one.id)}>
              <Dot colour={looks.get(one.kind)?.colour ?? "#8f8f8f"} /><span>{one.name}</span><span class="count">{number(one.events)}</span>
            </button>
          </li>
        ))}
      </ol>
      <h3>Who is central, what hangs together</h3>
      {!open && <p class="acts"><button onClick={() => setWanted(true)}>Work it out</button></p>}
      {error && <p class="error" role="alert">{error}</p>}
      {open && !found && loading && <p class="hint">Working it out …</p>}
      {open && found && (
        <>
          <p class="acts">
            <button aria-pressed={get("colour") === "community"} onClick={() => set({ colour: get("colour") === "community" ? null : "community" })}>
              Colour by community
            </button>
          </p>
          <p class="facts">Betweenness: the share of shortest ways between others that lead over an actor{found.estimated ? ", estimated from some of them" : ""}.</p>
          <ol class="ranked">
            {found.central.map((one) => (
              <li key={one.id}>
                <button class="tie" onClick={() => select("actor", one.id)}>
                  <span>{one.name}</span><span class="count">{one.betweenness.toFixed(3)} · {plural(one.degree, "tie")}</span>
                </button>
              </li>
            ))}
          </ol>
          <p class="facts">{plural(found.communities.length, "community", "communities")}:</p>
          <ul class="ranked">
            {found.communities.slice(0, 12).map((those) => (
              <li key={those[0]} class="community">{number(those.length)}: {those.slice(0, 4).map(names).join(", ")}{those.length > 4 ? " …" : ""}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Path({ names }: { names: (iri: string) => string }) {
  if (!get("from")) return null;
  return (
    <p class="notice" role="status">
      {get("to") ? <>Path from {names(get("from"))} to {names(get("to"))}.</> : <>Path from {names(get("from"))}: now choose the other actor.</>}{" "}
      <button class="inline" onClick={() => set({ from: null, to: null })}>Leave it</button>
    </p>
  );
}

export function PathFound({ nodes, relations, start }: { nodes: { id: string; name: string }[]; relations: string[][]; start: Start }) {
  const label = (name: string): string => start.relations.find((one) => one.name === name)?.label ?? name;
  if (!nodes.length) return <p class="notice" role="status">No way leads from one to the other in this choice. <button class="inline" onClick={() => set({ from: null, to: null })}>Leave it</button></p>;
  return (
    <div class="notice" role="status">
      <p>{plural(nodes.length - 1, "step")} from {nodes[0].name} to {nodes[nodes.length - 1].name}. <button class="inline" onClick={() => set({ from: null, to: null })}>Leave it</button></p>
      <ol class="way">
        {nodes.map((one, index) => (
          <li key={one.id}>
            <button class="inline" onClick={() => select("actor", one.id)}>{one.name}</button>
            {index < relations.length && (
              <button class="inline soft" onClick={() => select("tie", one.id, nodes[index + 1].id)}>{relations[index].map(label).join(", ")}</button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function MapOverview({ data, start, level, metric }: { data: Geography; start: Start; level: string; metric: string }) {
  const areas: Area[] = level === "countries" ? data.countries : level === "regions" ? data.regions : data.points;
  const of = level === "countries" ? "country" : level === "regions" ? "region" : "place";
  const outcome = metric === "events" ? "Killed" : metric;
  const label = start.outcomes.find((one) => one.name === outcome)?.label ?? outcome;
  const ranked = [...areas].sort((one, other) => (metric === "events" ? other.events - one.events : (other.tolls[metric]?.low ?? -1) - (one.tolls[metric]?.low ?? -1) || other.events - one.events));
  return (
    <div class="overview">
      <h2>{capital(level)}</h2>
      <p class="facts">
        From least to most, where a total and its parts are never added. {data.nowhere > 0 && <>{plural(data.nowhere, "event")} {data.nowhere === 1 ? "has" : "have"} no place on the map.</>}
      </p>
      <table>
        <thead><tr><th scope="col">{capital(of)}</th><th scope="col">Events</th><th scope="col">{capital(label)}</th></tr></thead>
        <tbody>
          {ranked.slice(0, 60).map((one) => (
            <tr key={one.id}>
              <th scope="row"><button class="inline" onClick={() => select(of, one.id)}>{one.name}</button></th>
              <td><button class="inline" onClick={() => select(of, one.id)}>{number(one.events)}</button></td>
              <td>{one.tolls[outcome] ? <button class="inline" onClick={() => set({ sel: `figure|${outcome}|${of}|${shorten(one.id)}` })}>{figure(one.tolls[outcome])}</button> : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {ranked.length > 60 && <p class="hint">{plural(ranked.length - 60, "more")} with less.</p>}
    </div>
  );
}
