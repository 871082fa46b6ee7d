// The pages that are lists: figures that disagree, and who says so.

import { useAnswer } from "./api";
import { StatementCard } from "./evidence";
import { get, list, question, set, shorten, toggle } from "./state";
import type { Discrepancy, Sources } from "./types";
import { bounds, capital, day, number, plural } from "./words";

const KINDS: Record<string, string> = {
  "total and parts": "A total that is not the sum of its parts",
  including: "A part that is more than the whole",
  "sources differ": "Sources of one report that give different figures",
  "reports differ": "Reports that give different figures",
  "rising toll": "A later report with a higher figure",
};

export function DiscrepanciesPage() {
  const { data, error, loading } = useAnswer<{ items: Discrepancy[] }>("discrepancies", question());
  return (
    <div class="page" data-view="discrepancies" aria-busy={loading}>
      <h2>Figures that disagree</h2>
      {error && <p class="error" role="alert">{error}</p>}
      {data && data.items.length === 0 && <p class="empty">No figures of this choice disagree.</p>}
      {data && data.items.length > 0 && <p class="facts">{plural(data.items.length, "disagreement")} in this choice. A total is compared with its parts only while all of them are chosen.</p>}
      <ul class="disagreements">
        {data?.items.slice(0, 150).map((one, index) => (
          <li key={index}>
            <h3>{KINDS[one.kind] ?? capital(one.kind)} <span class="measure">{one.measure}</span></h3>
            <div class="sides">
              <section aria-label={one.kind === "total and parts" ? "The total as stated" : "One account"}>
                <p class="big">{bounds(one.low, one.high)}</p>
                <p class="facts">{one.kind === "total and parts" ? "stated" : one.event.report.publisher ?? one.event.report.title}</p>
                <StatementCard card={one.event} />
              </section>
              <section aria-label={one.kind === "total and parts" ? "The sum of its parts" : "Another account"}>
                <p class="big">{bounds(one.otherLow, one.otherHigh)}</p>
                <p class="facts">{one.kind === "total and parts" ? `sum of ${plural(one.others.length, "part")}` : one.others[0]?.report.publisher ?? "in the same words"}</p>
                {one.others.map((card) => <StatementCard key={card.id} card={card} />)}
              </section>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function SourcesPage() {
  const { data, error } = useAnswer<Sources>("sources", question());
  const left = new Set(list("without"));
  const tick = (iri: string, label: string, parent = false) => (
    <input type="checkbox" aria-label={`Count what ${label} says`} checked={!left.has(shorten(iri)) && !parent} disabled={parent} onChange={() => toggle("without", shorten(iri))} />
  );
  return (
    <div class="page" data-view="sources">
      <h2>Sources</h2>
      <p class="facts">Take a source off, and every view, count and figure is worked out without it. {get("without") && <button class="inline" onClick={() => set({ without: null })}>Count all again</button>}</p>
      {error && <p class="error" role="alert">{error}</p>}
      {data && (
        <div class="columns">
          <section aria-label="Publishers and their reports">
            <h3>Publishers</h3>
            <ul class="switches">
              {data.publishers.map((one) => {
                const off = one.id !== null && left.has(shorten(one.id));
                return (
                  <li key={one.id ?? one.name}>
                    <div class="switch">
                      {one.id ? tick(one.id, one.name) : <span class="gap" />}
                      <span class={off ? "off" : ""}>{one.name}</span><span class="count">{plural(one.statements, "statement")}</span>
                    </div>
                    <details>
                      <summary>{plural(one.reports.length, "report")}</summary>
                      <ul>
                        {one.reports.map((report) => (
                          <li key={report.id} class="switch">
                            {tick(report.id, report.title, off)}
                            <button class={`inline${off || left.has(shorten(report.id)) ? " off" : ""}`} onClick={() => set({ report: shorten(report.id) })}>{report.title}</button>
                            <span class="count">{report.published ? `${day(report.published)} · ` : ""}{number(report.statements)}</span>
                          </li>
                        ))}
                      </ul>
                    </details>
                  </li>
                );
              })}
            </ul>
          </section>
          <section aria-label="Those whom reports quote">
            <h3>Voices that reports quote</h3>
            {data.voices.length === 0 && <p class="empty">No report of this choice says who told it.</p>}
            <ul class="switches">
              {data.voices.map((one) => (
                <li key={one.id} class="switch">
                  {tick(one.id, one.name)}<span class={left.has(shorten(one.id)) ? "off" : ""}>{one.name}</span>
                  <span class="count">{plural(one.statements, "statement")}{one.alone ? `, ${number(one.alone)} by it alone` : ""}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </div>
  );
}
