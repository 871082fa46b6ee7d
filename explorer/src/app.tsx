// The page: one choice, seen as network, map and time line, with what it rests on beside it.

import { type ComponentChildren, render } from "preact";
import { Component, lazy, Suspense } from "preact/compat";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "./api";
import { EvidencePanel } from "./evidence";
import { Filters } from "./filters";
import { NetworkView } from "./network";
import { MapOverview, NetworkOverview, PathFound } from "./overview";
import { DiscrepanciesPage, SourcesPage } from "./pages";
import { ReportDialog } from "./report";
import { CardReview, mayWrite, ReviewPage } from "./review";
import { Search } from "./search";
import { CHOICE, get, list, question, select, selected, set, shorten, useAddress } from "./state";
import { Strip } from "./strip";
import { switchScheme, useScheme } from "./theme";
import { TimelineView } from "./timeline";
import type { Geography, Measures, Network, Start, View } from "./types";
import { capital, figure, plural } from "./words";
import "./style.css";

const MapView = lazy(() => import("./map").then((part) => ({ default: part.MapView })));
const QueryPage = lazy(() => import("./query"));

const VIEWS = ["network", "map", "timeline", "discrepancies", "sources", "query", "review"];
const NAMES: Record<string, string> = { timeline: "Time line", discrepancies: "Disagreements" };
const PICTURES = ["network", "map", "timeline"];
const LEVELS = ["places", "regions", "countries"];

function App() {
  useAddress();
  const scheme = useScheme();
  const view = VIEWS.includes(get("view")) ? get("view") : "network";
  const picture = PICTURES.includes(view);
  const { data: start, error: failed } = useAnswer<Start>("start", "");
  const { data: nodes } = useAnswer<{ actors: Record<string, string>; places: Record<string, [string]> }>("nodes", "");
  const wanted = question({ view: picture ? view : "none", ...(view === "network" ? { limit: get("limit"), keep: get("keep") } : {}) });
  const { data, error, loading } = useAnswer<View>("view", wanted);
  const network = useRef<Network | null>(null);
  const map = useRef<Geography | null>(null);
  network.current = data?.network ?? network.current;
  map.current = data?.map ?? map.current;
  const byCommunity = view === "network" && get("colour") === "community";
  const { data: measured } = useAnswer<Measures>(byCommunity ? "measures" : null, question());
  const path = view === "network" && get("from") && get("to");
  const { data: way, error: noWay } = useAnswer<{ nodes: { id: string; name: string }[]; relations: string[][] }>(path ? "path" : null, path ? question({ from: get("from"), to: get("to") }) : "");
  const [openFilters, setOpenFilters] = useState(false);

  const drawn = useMemo(() => new Map(data?.network?.nodes.map((one) => [one.id, one.name])), [data]);
  const names = (iri: string): string => nodes?.actors[iri] ?? nodes?.places[iri]?.[0] ?? drawn.get(iri) ?? (iri.startsWith("others:") ? `others (${iri.slice(7)})` : shorten(iri));
  const chosen = selected();
  const evidence = chosen.length > 0;
  const chosenCount = CHOICE.filter((name) => get(name)).length;

  useEffect(() => {
    document.title = `${NAMES[view] ?? capital(view)} – kg explorer`;
    document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [view]);
  useEffect(() => {
    if (start && (data || !picture)) document.documentElement.dataset.ready = view;
  }, [start, data, view]);

  const level = LEVELS.includes(get("level")) ? get("level") : "places";
  const metric = get("metric") || "events";
  const onNode = (id: string): void => {
    if (get("from") && !get("to")) set({ to: shorten(id) });
    else select("actor", id);
  };

  if (failed) return <p class="error fatal" role="alert">{failed}</p>;
  return (
    <>
      <a class="skip" href="#stage">Skip to the picture</a>
      <header class="top">
        <h1><span class="logo" aria-hidden="true">kg</span><span class="unseen">kg explorer</span></h1>
        <nav aria-label="Views">
          {VIEWS.map((name) => (
            <button key={name} class="tab" aria-current={view === name ? "page" : undefined} onClick={() => set({ view: name === "network" ? null : name })}>
              {NAMES[name] ?? capital(name)}
            </button>
          ))}
        </nav>
        <Search />
        <button class="quiet scheme" aria-pressed={scheme === "dark"} aria-label="Dark colours" title="Light or dark" onClick={switchScheme}>{scheme === "dark" ? "☀" : "☾"}</button>
      </header>
      {view !== "query" && view !== "review" && <Summary view={data} start={start} loading={loading} error={error} />}
      <main class={`on-${view} ${evidence ? "with-evidence" : ""}`}>
        {view !== "query" && view !== "review" && (
          <aside class={`left ${openFilters ? "open" : ""}`} aria-label="Filter">
            <button class="fold" aria-expanded={openFilters} onClick={() => setOpenFilters(!openFilters)}>Filter{chosenCount ? ` (${chosenCount})` : ""}</button>
            <div class="left-body">{start && <Filters start={start} names={names} />}</div>
          </aside>
        )}
        <div class="stage" id="stage" tabIndex={-1}>
          <div class="picture">
            {start && network.current && (
              <Kept shown={view === "network"}>
                <NetworkView data={network.current} start={start} selected={chosen} path={way?.nodes.map((one) => one.id) ?? []}
                  communities={byCommunity ? measured?.communities ?? null : null} onNode={onNode}
                  onTie={(from, to, relation) => select("tie", from, to, relation)}
                  onNothing={() => evidence && set({ sel: null })}
                  onExpand={(id) => set({ keep: [...new Set([...list("keep"), shorten(id)])].join(",") })} />
                <Drawn start={start} folded={network.current.folded} />
                {network.current.nodes.length === 0 && <p class="empty over">Nobody is chosen. Take a filter away.</p>}
                {(way || noWay) && <div class="way-box">{way ? <PathFound {...way} start={start} /> : <p class="error">{noWay}</p>}</div>}
              </Kept>
            )}
            {start && map.current && (
              <Kept shown={view === "map"}>
                <Suspense fallback={<p class="empty">Fetching the map …</p>}>
                  <MapView data={map.current} level={level} metric={metric} selected={chosen} onSelect={(what, id) => metric !== "events" && what !== "place" ? set({ sel: `figure|${metric}|${what}|${shorten(id)}` }) : select(what, id)} />
                  <div class="map-tools">
                    <div class="segments" role="group" aria-label="Show">
                      {LEVELS.map((name) => <button key={name} aria-pressed={level === name} onClick={() => set({ level: name === "places" ? null : name })}>{capital(name)}</button>)}
                    </div>
                    <label><span class="unseen">Measure</span>
                      <select value={metric} onChange={(event) => set({ metric: event.currentTarget.value === "events" ? null : event.currentTarget.value })}>
                        <option value="events">Events</option>
                        {start.outcomes.map((one) => <option key={one.name} value={one.name}>{capital(one.label)}</option>)}
                      </select>
                    </label>
                  </div>
                </Suspense>
              </Kept>
            )}
            {view === "timeline" && data?.bars && <TimelineView {...data.bars} selected={chosen} />}
            {view === "discrepancies" && <DiscrepanciesPage />}
            {view === "sources" && <SourcesPage />}
            {view === "query" && start && <Suspense fallback={<p class="empty">Fetching the editor …</p>}><QueryPage start={start} /></Suspense>}
            {view === "review" && start && <ReviewPage writable={start.writable ?? false} />}
          </div>
          {picture && data && <Strip histogram={data.histogram} />}
        </div>
        {(picture || evidence) && start && (
          <aside class="right" aria-label="What it rests on" tabIndex={-1}>
            {evidence ? (
              <EvidencePanel selected={chosen} start={start} ties={data?.network?.edges ?? []} names={names} review={start.writable && mayWrite() ? (card) => <CardReview card={card} /> : null} />
            ) : view === "network" && data?.network ? (
              <NetworkOverview data={data.network} start={start} names={names} />
            ) : view === "map" && data?.map ? (
              <MapOverview data={data.map} start={start} level={level} metric={metric} />
            ) : view === "timeline" ? (
              <div class="overview"><h2>Evidence</h2><p class="facts">Choose a bar to read the sentence that it rests on, or draw a span over the time line below.</p></div>
            ) : null}
          </aside>
        )}
      </main>
      <ReportDialog />
    </>
  );
}

/** A picture that stays made while another one is shown: to make it again would take longer than to show it. */
class Kept extends Component<{ shown: boolean; children: ComponentChildren }> {
  shouldComponentUpdate(next: { shown: boolean }): boolean {
    return next.shown || this.props.shown;
  }
  render() {
    return <div class="kept" hidden={!this.props.shown}>{this.props.children}</div>;
  }
}

function Drawn({ start, folded }: { start: Start; folded: number }) {
  const limits = [100, start.drawn.default, 500, 1000, start.drawn.most];
  const now = Number(get("limit")) || start.drawn.default;
  if (!folded && now === start.drawn.default) return null;
  return (
    <label class="drawn-many">Draw up to
      <select value={now} onChange={(event) => set({ limit: Number(event.currentTarget.value) === start.drawn.default ? null : event.currentTarget.value })}>
        {[...new Set([...limits, now])].sort((one, other) => one - other).map((one) => <option key={one} value={one}>{one}</option>)}
      </select> actors
    </label>
  );
}

/** The figures of the choice. Each number leads to the sentences that state it. */
function Summary({ view, start, loading, error }: { view: View | null; start: Start | null; loading: boolean; error: string }) {
  if (error) return <p class="summary error" role="alert">{error}</p>;
  if (!view || !start) return <p class="summary" aria-busy="true">Reading the graph …</p>;
  const all = !CHOICE.some((name) => get(name));
  return (
    <div class="summary" aria-busy={loading} role="status">
      <button class="figure" onClick={() => set({ sel: "events" })}>{plural(view.counts.events, "event")}</button>
      {view.counts.relations > 0 && <button class="figure" onClick={() => set({ sel: "relations" })}>{plural(view.counts.relations, "relation")}</button>}
      <span>{plural(view.counts.actors, "actor")}</span>
      <button class="figure" onClick={() => set({ view: "sources" })}>{plural(view.counts.reports, "report")}</button>
      <span class="rule" aria-hidden="true" />
      {start.outcomes.filter((one) => view.tolls[one.name]).map((one) => (
        <button key={one.name} class={`figure toll${get("sel") === `figure|${one.name}` ? " now" : ""}`} onClick={() => set({ sel: `figure|${one.name}` })}>
          <strong>{figure(view.tolls[one.name])}</strong> {one.label}
        </button>
      ))}
      {view.statistics > 0 && <button class="figure" onClick={() => set({ sel: "statistics" })}>{plural(view.statistics, "figure")} over a period</button>}
      {!all && <span class="hint">of {plural(start.counts.statements, "statement")}, {view.counts.statements.toLocaleString("en-GB")} chosen</span>}
    </div>
  );
}

const page = document.getElementById("app")!;
page.replaceChildren();
render(<App />, page);
