// A report as it was read, with what it states marked at its offsets.

import { useEffect, useRef } from "preact/hooks";
import { useAnswer } from "./api";
import { expand, get, question, select, set } from "./state";
import type { ReportText } from "./types";
import { day, plural } from "./words";

interface Piece { text: string; statement: string | null; target: boolean }

/** The text in pieces: what no statement covers, what one covers, and what the reader came for. Offsets in characters. */
export function pieces(report: ReportText, from: number, to: number): Piece[] {
  const letters = Array.from(report.text);
  const cuts = new Set([0, letters.length, from, to]);
  for (const one of report.statements) cuts.add(one.start).add(one.end);
  const ordered = [...cuts].filter((at) => at >= 0 && at <= letters.length).sort((one, other) => one - other);
  const found: Piece[] = [];
  for (let index = 0; index + 1 < ordered.length; index += 1) {
    const [start, end] = [ordered[index], ordered[index + 1]];
    const covering = report.statements.filter((one) => one.start <= start && one.end >= end);
    const shortest = covering.sort((one, other) => one.end - one.start - (other.end - other.start))[0];
    found.push({ text: letters.slice(start, end).join(""), statement: shortest?.id ?? null, target: start >= from && end <= to });
  }
  return found;
}

export function ReportDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [iri, span] = expand(get("report")).split("@");
  const [from, to] = span ? span.split("-").map(Number) : [-1, -1];
  const { data, error } = useAnswer<ReportText>(iri ? "report" : null, iri ? question({ node: iri }) : "");
  const close = (): void => set({ report: null });

  useEffect(() => {
    const shown = dialog.current!;
    if (iri && !shown.open) shown.showModal();
    if (!iri && shown.open) shown.close();
  }, [iri]);
  useEffect(() => {
    if (data && iri) body.current?.querySelector(".target")?.scrollIntoView({ block: "center" });
  }, [data, iri, span]);

  return (
    <dialog ref={dialog} class="report" aria-label="Report" onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      {iri && (
        <div class="sheet">
          <header>
            <h2>{data?.title ?? "Report"}</h2>
            <button class="quiet" onClick={close} aria-label="Close the report">×</button>
          </header>
          {error && <p class="error" role="alert">{error}</p>}
          {data && (
            <>
              <p class="facts">
                {[data.publisher, data.published && day(data.published), data.document].filter(Boolean).join(" · ")}
                {data.url && <> · <a href={data.url} rel="noopener noreferrer external" target="_blank">at its source</a></>}
                {" · "}{plural(data.statements.length, "statement")} of this choice
              </p>
              <div class="text" ref={body} tabIndex={0} role="region" aria-label="Text of the report">
                {pieces(data, from, to).map((piece, index) =>
                  piece.target ? <mark key={index} class="target">{piece.text}</mark>
                  : piece.statement ? <span key={index} class="stated" onClick={() => { set({ report: null }); select("statement", piece.statement!); }}>{piece.text}</span>
                  : <span key={index}>{piece.text}</span>)}
              </div>
            </>
          )}
        </div>
      )}
    </dialog>
  );
}
