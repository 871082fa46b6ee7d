// The time line below every view: how much is told of when. Drawing a span over it is choosing a period.

import { useEffect, useRef, useState } from "preact/hooks";
import { get, set } from "./state";
import type { Histogram } from "./types";
import { day, number, plural } from "./words";

const HEIGHT = 62;
const PACE = 90; // ms between two questions while a span is drawn

export function Strip({ histogram }: { histogram: Histogram }) {
  const frame = useRef<SVGSVGElement>(null);
  const [drawn, setDrawn] = useState<[number, number] | null>(null);
  const from = useRef(0);
  const asked = useRef(0);
  const { bins } = histogram;
  const most = Math.max(1, ...bins.map((bin) => bin.sure + bin.may));
  const inside = (index: number): boolean => {
    if (drawn) return index >= drawn[0] && index <= drawn[1];
    const bin = bins[index];
    return (!get("since") || bin.end >= get("since")) && (!get("until") || bin.start <= get("until"));
  };
  const narrowed = Boolean(drawn || get("since") || get("until"));

  const at = (event: PointerEvent): number => {
    const box = frame.current!.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(bins.length - 1, Math.floor(share * bins.length)));
  };
  const choose = (first: number, last: number, push: boolean): void => {
    set({ since: bins[Math.min(first, last)].start, until: bins[Math.max(first, last)].end }, push);
  };
  const begin = (event: PointerEvent): void => {
    if (event.button !== 0 || !bins.length) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    from.current = at(event);
    setDrawn([from.current, from.current]);
  };
  const move = (event: PointerEvent): void => {
    if (!drawn) return;
    const to = at(event);
    setDrawn([Math.min(from.current, to), Math.max(from.current, to)]);
    const now = performance.now();
    if (now - asked.current > PACE) {
      asked.current = now;
      choose(from.current, to, false);
    }
  };
  const end = (event: PointerEvent): void => {
    if (!drawn) return;
    choose(from.current, at(event), true);
    setDrawn(null);
  };
  useEffect(() => setDrawn(null), [bins.length]);

  if (!bins.length) return <section class="strip" aria-label="Time line"><p class="hint">Nothing of this choice has a date.</p></section>;

  const first = Math.max(0, bins.findIndex((_, index) => inside(index)));
  const last = Math.max(first, bins.findLastIndex((_, index) => inside(index)));
  const shift = (edge: "since" | "until", index: number): void => {
    const to = Math.max(0, Math.min(bins.length - 1, index));
    if (edge === "since") choose(Math.min(to, last), last, true);
    else choose(first, Math.max(to, first), true);
  };
  const every = Math.ceil(bins.length / 7);
  return (
    <section class="strip" aria-label="Time line">
      <div class="strip-head">
        <span>
          {narrowed ? `${day(bins[first].start)} – ${day(bins[last].end)}` : `Statements by ${histogram.unit}`}
          {histogram.undated > 0 && <span class="hint"> · {plural(histogram.undated, "statement")} without a date</span>}
        </span>
        <span class="hint key"><i class="sure" /> surely then <i class="may" /> perhaps then</span>
        {narrowed && <button class="quiet" onClick={() => set({ since: null, until: null, undated: null })}>Whole time</button>}
      </div>
      <div class="strip-body">
        <svg ref={frame} viewBox={`0 0 ${bins.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true"
          onPointerDown={begin} onPointerMove={move} onPointerUp={end} onPointerCancel={() => setDrawn(null)}>
          <rect class="ground" x="0" y="0" width={bins.length} height={HEIGHT} />
          {narrowed && <rect class="window" x={first} y="0" width={last - first + 1} height={HEIGHT} />}
          {bins.map((bin, index) => {
            const may = ((bin.sure + bin.may) / most) * (HEIGHT - 4);
            const sure = (bin.sure / most) * (HEIGHT - 4);
            return (
              <g key={bin.start} class={inside(index) ? "in" : "out"}>
                {bin.may > 0 && <rect class="may" x={index + 0.1} width="0.8" y={HEIGHT - may} height={may} />}
                {bin.sure > 0 && <rect class="sure" x={index + 0.1} width="0.8" y={HEIGHT - sure} height={sure} />}
              </g>
            );
          })}
        </svg>
        <input class="edge" type="range" min="0" max={bins.length - 1} value={first} aria-label="Beginning of the period"
          aria-valuetext={day(bins[first].start)} onChange={(event) => shift("since", Number(event.currentTarget.value))} />
        <input class="edge" type="range" min="0" max={bins.length - 1} value={last} aria-label="End of the period"
          aria-valuetext={day(bins[last].end)} onChange={(event) => shift("until", Number(event.currentTarget.value))} />
      </div>
      <div class="ticks" aria-hidden="true">
        {bins.filter((_, index) => index % every === 0).map((bin) => <span key={bin.start}>{day(bin.start)}</span>)}
      </div>
      <p class="unseen" aria-live="polite">{narrowed ? `Period ${day(bins[first].start)} to ${day(bins[last].end)}` : `${number(bins.length)} spans of time`}</p>
    </section>
  );
}
