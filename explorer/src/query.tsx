// The SPARQL editor (Yasqe), with the catalogue as examples, completion from kg's ontology, and four ways to see a result.

import Yasqe from "@zazuko/yasqe";
import { useEffect, useRef, useState } from "preact/hooks";
import { here, useAnswer } from "./api";
import { MapView } from "./map";
import { NetworkView } from "./network";
import { get, select, set, shorten } from "./state";
import type { Geography, Network, Start } from "./types";
import { capital, number, plural } from "./words";

interface Text { string: string }
type CompleterConfig = (typeof Yasqe.Autocompleters)[string];
interface Editor {
  prefixes: Record<string, string>;
  catalogue: { name: string; title: string; question: string; text: string }[];
  terms: { name: string; iri: string; label: string; kind: string; definition: string }[];
}
interface Nodes { actors: Record<string, string>; places: Record<string, [string, number | null, number | null]> }
interface Term { type: string; value: string; datatype?: string; "xml:lang"?: string }
interface Rows { columns: string[]; rows: Record<string, Term>[] }

const FIRST = "SELECT ?actor ?name (COUNT(DISTINCT ?event) AS ?events) WHERE {\n  GRAPH ?report {\n    ?event kg:agent ?actor .\n    ?actor skos:prefLabel ?name .\n  }\n}\nGROUP BY ?actor ?name\nORDER BY DESC(?events)\nLIMIT 20\n";
const ROWS_AT_ONCE = 100;

// Yasqe's own completers ask servers on the web; only that of variables does not.
Yasqe.defaults.autocompleters = ["variables"];
Yasqe.defaults.prefixCcApi = null;
Yasqe.defaults.persistenceId = null;

export default function QueryPage({ start }: { start: Start }) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Yasqe | null>(null);
  const { data: offered } = useAnswer<Editor>("editor", "");
  const { data: nodes } = useAnswer<Nodes>("nodes", "");
  const [result, setResult] = useState<Rows | string | boolean | null>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [took, setTook] = useState(0);
  const [form, setForm] = useState("table");
  const [copied, setCopied] = useState(false);
  const run = useRef<() => void>(() => undefined);

  run.current = () => {
    declare(editor.current!, offered?.prefixes ?? {});
    void ask();
  };
  async function ask(): Promise<void> {
    const text = editor.current!.getValue();
    set({ query: text, view: "query" });
    setBusy(true);
    setProblem("");
    const began = performance.now();
    try {
      const answer = await fetch(here("../sparql"), {
        method: "POST",
        headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, text/turtle;q=0.9" },
        body: text,
      });
      const kind = answer.headers.get("content-type") ?? "";
      if (!answer.ok) {
        const said = kind.includes("json") ? ((await answer.json()) as { detail?: string }).detail : await answer.text();
        throw new Error(said || `The server answered ${answer.status}.`);
      }
      if (kind.includes("json")) {
        const found = (await answer.json()) as { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Term>[] } };
        setResult(found.boolean ?? { columns: found.head.vars ?? [], rows: found.results?.bindings ?? [] });
      } else setResult(await answer.text());
      setTook(performance.now() - began);
    } catch (error) {
      setResult(null);
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    if (!offered || editor.current) return;
    complete(offered);
    const yasqe = new Yasqe(place.current!, {
      value: get("query") || FIRST,
      showQueryButton: false,
      resizeable: false,
      createShareableLink: undefined,
      consumeShareLink: null,
      autocompleters: ["variables", "kg"],
      editorHeight: "280px",
      extraKeys: { "Ctrl-Enter": () => run.current(), "Cmd-Enter": () => run.current(), Tab: false, "Shift-Tab": false },
    } as never);
    yasqe.getInputField().setAttribute("aria-label", "SPARQL query");
    editor.current = yasqe;
    declare(yasqe, offered.prefixes);
    (place.current as unknown as { editor: Yasqe }).editor = yasqe; // for tests
    if (get("query")) run.current();
    return () => {
      yasqe.destroy();
      editor.current = null;
    };
  }, [offered]);

  const share = async (): Promise<void> => {
    set({ query: editor.current!.getValue() });
    await navigator.clipboard?.writeText(location.href).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const rows = typeof result === "object" && result ? result : null;
  const network = rows && nodes ? asNetwork(rows, nodes) : null;
  const points = rows && nodes ? asPoints(rows, nodes) : null;
  return (
    <div class="page query" data-view="query">
      <div class="query-head">
        <h2>Query</h2>
        <label class="example"><span class="unseen">Questions of the catalogue</span>
          <select value="" onChange={(event) => {
            const one = offered?.catalogue.find((known) => known.name === event.currentTarget.value);
                if (one) editor.current?.setValue(one.text);
            event.currentTarget.value = "";
          }}>
            <option value="">Questions of the catalogue …</option>
            {offered?.catalogue.map((one) => <option key={one.name} value={one.name} title={one.question}>{one.title}</option>)}
          </select>
        </label>
        <button onClick={() => void share()}>{copied ? "Address copied" : "Copy its address"}</button>
        <button class="main" disabled={busy || !offered} onClick={() => run.current()}>{busy ? "Asking …" : "Ask"}</button>
      </div>
      <p class="hint">Ctrl+Enter asks, Ctrl+Space completes terms of the ontology. The prefixes {Object.keys(offered?.prefixes ?? {}).slice(0, 9).join(", ")} … are declared where they are used.</p>
      <div class="editor" ref={place} />
      {problem && <p class="error" role="alert">{problem}</p>}
      {result !== null && (
        <section class="result" aria-label="Result">
          <div class="query-head">
            <p class="facts" role="status">
              {typeof result === "boolean" ? `Answer: ${result ? "yes" : "no"}` : rows ? plural(rows.rows.length, "row") : "Triples"}, {Math.round(took)} ms
            </p>
            {rows && (
              <div class="segments" role="group" aria-label="Show the result as">
                {["table", "network", "map"].map((name) => (
                  <button key={name} aria-pressed={form === name} disabled={(name === "network" && !network) || (name === "map" && !points)} onClick={() => setForm(name)}>{capital(name)}</button>
                ))}
              </div>
            )}
            {rows && <button onClick={() => save(asCsv(rows), "result.csv", "text/csv")}>CSV</button>}
            {typeof result === "string" && <button onClick={() => save(result, "result.ttl", "text/turtle")}>Turtle</button>}
          </div>
          {typeof result === "string" && <pre class="turtle" tabIndex={0}>{result.slice(0, 200_000)}</pre>}
          {rows && (form === "table" || (form === "network" && !network) || (form === "map" && !points)) && <Table rows={rows} nodes={nodes} />}
          {rows && form === "network" && network && (
            <div class="drawn"><NetworkView data={network} start={start} selected={[]} path={[]} communities={null}
              onNode={(id) => select("actor", id)} onTie={(from, to) => select("tie", from, to)} onNothing={() => undefined} onExpand={() => undefined} /></div>
          )}
          {rows && form === "map" && points && (
            <div class="drawn"><MapView data={points} level="places" metric="events" selected={[]} onSelect={(what, id) => select(what, id)} /></div>
          )}
        </section>
      )}
    </div>
  );
}

/** A term as it is read in the table: names in place of IRIs where the graph has one. */
function shown(term: Term | undefined, nodes: Nodes | null): string {
  if (!term) return "";
  if (term.type !== "uri") return term.value;
  return nodes?.actors[term.value] ?? nodes?.places[term.value]?.[0] ?? shorten(term.value).replace("https://w3id.org/conflict-kg/ontology#", "kg:");
}

/** Numbers by size, all else by letters; empty cells last. */
function compared(one: string, other: string): number {
  if (!one || !other) return Number(!one) - Number(!other);
  const [first, second] = [Number(one), Number(other)];
  return Number.isNaN(first) || Number.isNaN(second) ? one.localeCompare(other, undefined, { numeric: true }) : first - second;
}

function Table({ rows, nodes }: { rows: Rows; nodes: Nodes | null }) {
  const [sorted, setSorted] = useState<{ by: string; down: boolean } | null>(null);
  const [words, setWords] = useState("");
  const [most, setMost] = useState(ROWS_AT_ONCE);
  useEffect(() => { setSorted(null); setWords(""); setMost(ROWS_AT_ONCE); }, [rows]);
  const wanted = words.trim().toLowerCase();
  const found = wanted ? rows.rows.filter((row) => rows.columns.some((name) => shown(row[name], nodes).toLowerCase().includes(wanted))) : rows.rows;
  const ordered = sorted ? found.toSorted((one, other) => {
    const [first, second] = [shown(one[sorted.by], nodes), shown(other[sorted.by], nodes)];
    return !first || !second ? compared(first, second) : (sorted.down ? -1 : 1) * compared(first, second);
  }) : found;
  const sort = (name: string): void => setSorted(sorted?.by !== name ? { by: name, down: false } : sorted.down ? null : { by: name, down: true });
  const cell = (term: Term | undefined): preact.ComponentChildren => {
    const text = shown(term, nodes);
    if (term?.type !== "uri") return text;
    if (nodes?.actors[term.value]) return <button class="inline" onClick={() => select("actor", term.value)}>{text}</button>;
    if (nodes?.places[term.value]) return <button class="inline" onClick={() => select("place", term.value)}>{text}</button>;
    if (/\/(event|relation)\/[^/]+$/.test(term.value)) return <button class="inline" onClick={() => select("statement", term.value)}>{text}</button>;
    if (/\/report\/[^/]+$/.test(term.value)) return <button class="inline" onClick={() => set({ report: shorten(term.value) })}>{text}</button>;
    return text;
  };
  return (
    <>
      {rows.rows.length > 10 && (
        <p class="acts"><input type="search" aria-label="Only rows with these words" placeholder="Only rows with …" value={words} onInput={(event) => { setWords(event.currentTarget.value); setMost(ROWS_AT_ONCE); }} />
          {wanted && <span class="hint" role="status">{plural(found.length, "row")} of {number(rows.rows.length)}</span>}</p>
      )}
      <div class="scroll" tabIndex={0} role="region" aria-label="Rows">
        <table class="rows">
          <thead><tr>{rows.columns.map((name) => (
            <th key={name} scope="col" aria-sort={sorted?.by !== name ? undefined : sorted.down ? "descending" : "ascending"}>
              <button class="sort" title="Put the rows in this order" onClick={() => sort(name)}>{name}<span aria-hidden="true">{sorted?.by !== name ? "" : sorted.down ? " ▾" : " ▴"}</span></button>
            </th>
          ))}</tr></thead>
          <tbody>{ordered.slice(0, most).map((row, index) => <tr key={index}>{rows.columns.map((name) => <td key={name}>{cell(row[name])}</td>)}</tr>)}</tbody>
        </table>
      </div>
      {ordered.length > most && <p class="pager"><button onClick={() => setMost(most * 2)}>Show more</button><span class="hint">{number(most)} of {number(ordered.length)} rows; the CSV has all.</span></p>}
    </>
  );
}

/** Rows as a network: a tie for each pair of actors that one row names. None where no row names two. */
function asNetwork({ columns, rows }: Rows, nodes: Nodes): Network | null {
  const found = new Map<string, Network["edges"][number]>();
  for (const row of rows) {
    const actors = columns.map((name) => row[name]).filter((one) => one?.type === "uri" && nodes.actors[one.value]).map((one) => one.value);
    const [from, to] = actors;
    if (!to || from === to) continue;
    const key = `${from}|${to}`;
    const known = found.get(key);
    if (known) known.events += 1;
    else found.set(key, { from, to, relation: "", events: 1, first: null, last: null, toll: null });
  }
  if (!found.size) return null;
  const edges = [...found.values()].slice(0, 600);
  const ids = [...new Set(edges.flatMap((one) => [one.from, one.to]))];
  const reach = 60 * Math.sqrt(ids.length);
  return {
    nodes: ids.map((id, index) => {
      const angle = (index / ids.length) * Math.PI * 2;
      return { id, name: nodes.actors[id], kind: "", country: null, members: 0, events: edges.filter((one) => one.from === id || one.to === id).length, x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
    }),
    edges, folded: 0, hidden: 0, actors: ids.length, ties: edges.length, frame: [-reach, reach, -reach, reach],
  };
}

/** Rows as points: of places that they name, or of columns called lat and long. None where there are none. */
function asPoints({ columns, rows }: Rows, nodes: Nodes): Geography | null {
  const latitude = columns.find((name) => /^lat(itude)?$/i.test(name));
  const longitude = columns.find((name) => /^lon(g|gitude)?$/i.test(name));
  const found = new Map<string, Geography["points"][number]>();
  rows.forEach((row, index) => {
    const iri = columns.map((name) => row[name]?.value).find((value) => value && nodes.places[value]?.[1] != null);
    let [id, name, lat, lon] = [String(index), `Row ${index + 1}`, NaN, NaN];
    if (iri) [id, name, lat, lon] = [iri, nodes.places[iri][0], nodes.places[iri][1]!, nodes.places[iri][2]!];
    else if (latitude && longitude) [lat, lon] = [Number(row[latitude]?.value ?? NaN), Number(row[longitude]?.value ?? NaN)];
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return;
    const known = found.get(id);
    if (known) known.events += 1;
    else found.set(id, { id, name, lat, lon, radius: null, types: [], first: null, last: null, events: 1, tolls: {} });
  });
  return found.size ? { points: [...found.values()], countries: [], regions: [], nowhere: 0 } : null;
}

/** CSV after RFC 4180; what a spreadsheet would take for a formula is kept from running by a leading apostrophe. */
function asCsv({ columns, rows }: Rows): string {
  const quoted = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows.map((row) => columns.map((name) => row[name]?.value ?? ""))].map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
}

function save(text: string, name: string, kind: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

/** Declares those of the usual prefixes that the query uses. */
function declare(yasqe: Yasqe, prefixes: Record<string, string>): void {
  const declared = yasqe.getPrefixesFromQuery();
  const text = yasqe.getValueWithoutComments().replace(/<[^>]*>|"[^"]*"|'[^']*'/g, "");
  const used = [...text.matchAll(/(?<![\w:])([a-z]+):(?=[A-Za-z_])/g)].map((match) => match[1]);
  const missing = [...new Set(used)].filter((name) => prefixes[name] && !declared[name]);
  if (missing.length) yasqe.addPrefixes(Object.fromEntries(missing.map((name) => [name, prefixes[name]])));
}

let completing = false;
/** Completion of the ontology's terms, by their names and by the words of their labels. */
function complete(offered: Editor): void {
  if (completing) return;
  completing = true;
  const ours: CompleterConfig = {
    name: "kg",
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: (yasqe) => !(yasqe.getCompleteToken() as unknown as Text).string.startsWith("?"),
    preProcessToken: (_, token) => ({ ...token, autocompletionString: (token as unknown as Text).string.trim() }),
    get: (_, token) => {
      const words = (token?.autocompletionString ?? "").replace(/^kg:/, "").toLowerCase();
      return offered.terms
        .filter((one) => one.name.toLowerCase().includes(words) || one.label.toLowerCase().includes(words))
        .sort((one, other) => Number(other.name.toLowerCase().startsWith(words)) - Number(one.name.toLowerCase().startsWith(words)) || one.name.localeCompare(other.name))
        .slice(0, 60)
        .map((one) => `kg:${one.name}`);
    },
    postProcessSuggestion: (_, __, suggested) => suggested,
  };
  Yasqe.registerAutocompleter(ours, true);
}
