// Review: who is one and the same, who is not, which links and events are right; each decision can be undone.

import { useState } from "preact/hooks";
import { ask, changed, useAnswer } from "./api";
import { select } from "./state";
import type { Card, Hits } from "./types";
import { plural } from "./words";

interface Decision { id: string; kind: string; summary: string; by: string; at: string; note: string; stands: boolean }
interface Entry { id: string; source: string; name: string; about: string; score: number }
interface LinkToReview { id: string; name: string; type: string; chosen: Entry | null; doubt: string; candidates: Entry[]; decision: string | null }

const TOKEN = "kg-explorer-token";
const WHO = "kg-explorer-who";
const kept = (name: string): string => {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
};
const keep = (name: string, value: string): void => {
  try {
    if (value) sessionStorage.setItem(name, value);
    else sessionStorage.removeItem(name);
  } catch {
    // Then it is asked for again.
  }
};

export const mayWrite = (): boolean => Boolean(kept(TOKEN));

async function post(path: string, content: object): Promise<void> {
  await ask(`api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${kept(TOKEN)}` },
    body: JSON.stringify({ ...content, by: kept(WHO) || "a reader" }),
  });
  changed();
}

/** Buttons below a statement, for those who may write. */
export function CardReview({ card }: { card: Card }) {
  const [said, setSaid] = useState("");
  const decide = (act: string): void => {
    post("decide", { act, node: card.id }).then(() => setSaid(act === "reject-statement" ? "Rejected." : "Accepted."), (error: Error) => setSaid(error.message));
  };
  if (!mayWrite()) return null;
  return (
    <p class="acts review-acts">
      <button onClick={() => decide("accept-statement")}>Accept</button>
      <button onClick={() => decide("reject-statement")}>Reject</button>
      <span role="status">{said}</span>
    </p>
  );
}

export function ReviewPage({ writable }: { writable: boolean }) {
  const [token, setToken] = useState(kept(TOKEN));
  const [who, setWho] = useState(kept(WHO));
  const [problem, setProblem] = useState("");
  const { data, error } = useAnswer<{ items: Decision[] }>("decisions", "");
  const { data: links } = useAnswer<{ items: LinkToReview[]; more: number }>("links", "");
  const may = writable && mayWrite();
  const act = (path: string, content: object): void => {
    setProblem("");
    post(path, content).catch((refused: Error) => setProblem(refused.message));
  };
  return (
    <div class="page review" data-view="review">
      <h2>Review</h2>
      {!writable && <p class="notice">This server is read-only: it was started without a write token. You can read what was decided.</p>}
      {writable && (
        <form class="token" onSubmit={(event) => { event.preventDefault(); keep(TOKEN, token.trim()); keep(WHO, who.trim()); setProblem(token.trim() ? "" : "Forgotten."); changed(); }}>
          <label>Write token<input type="password" autocomplete="off" value={token} onInput={(event) => setToken(event.currentTarget.value)} /></label>
          <label>Your name<input value={who} onInput={(event) => setWho(event.currentTarget.value)} /></label>
          <button>Keep for this tab</button>
        </form>
      )}
      {(problem || error) && <p class="error" role="alert">{problem || error}</p>}
      {writable && !may && <p class="notice">Give the write token that the server was started with, and your name, to decide.</p>}
      {may && <Merge act={act} />}
      {may && <Split act={act} />}
      {may && <p class="facts">Events and relations are accepted or rejected below their sentences, in the evidence.</p>}
      {links && links.items.length > 0 && (
        <section aria-label="Links">
          <h3>Links, the doubtful ones first</h3>
          <p class="facts">Which entry of a gazetteer or of Wikidata a name means. A decision holds for the same name in reports on the same country, also in later builds, until it is undone.</p>
          <ul class="links">
            {links.items.map((one) => <LinkRow key={one.id} link={one} act={act} writable={may} />)}
          </ul>
          {links.more > 0 && <p class="hint">{plural(links.more, "more link")}, surer than these: <code>kg links</code> shows all.</p>}
        </section>
      )}
      <section aria-label="Decisions">
        <h3>Decisions</h3>
        {data?.items.length === 0 && <p class="empty">Nothing was decided yet.</p>}
        <ul class="decisions">
          {data?.items.map((one) => (
            <li key={one.id} class={one.stands ? "" : "undone"}>
              <span><strong>{one.kind}</strong> {one.summary}</span>
              <span class="hint">{one.by}, {one.at.slice(0, 16).replace("T", " ")}{one.note && ` – ${one.note}`}{!one.stands && " – undone"}</span>
              {may && one.stands && <button onClick={() => act("undo", { node: one.id })}>Undo</button>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const told = (one: Entry): string => `${one.name}${one.about ? ` (${one.about})` : ""}, ${one.source} ${one.id}`;

function LinkRow({ link, act, writable }: { link: LinkToReview; act: Act; writable: boolean }) {
  const [open, setOpen] = useState(false);
  const [identifier, setIdentifier] = useState("");
  const decide = (what: string, more: object = {}): void => {
    setOpen(false);
    act("decide", { act: what, node: link.id, ...more });
  };
  return (
    <li>
      <div class="link">
        <button class="inline" onClick={() => select(link.type, link.id)}>{link.name}</button>
        <span class="link-to">{link.chosen ? <>{told(link.chosen)} <span class="count">{link.chosen.score.toFixed(2)}</span></> : "nothing"}{link.doubt && <> <span class="mark alleged">{link.doubt}</span></>}</span>
        {writable && (link.decision ? (
          <span class="acts"><span class="hint">decided</span><button aria-label={`Undo the decision on ${link.name}`} onClick={() => act("undo", { node: link.decision })}>Undo</button></span>
        ) : (
          <span class="acts">
            {link.chosen && <button aria-label={`Accept the link of ${link.name}`} onClick={() => decide("accept-link")}>Accept</button>}
            <button aria-label={`${link.name} is none of these`} onClick={() => decide("reject-link")}>None of these</button>
            <button aria-expanded={open} aria-label={`Choose another entry for ${link.name}`} onClick={() => setOpen(!open)}>Another …</button>
          </span>
        ))}
      </div>
      {open && (
        <div class="choices">
          {link.candidates.length === 0 && <p class="hint">Nothing else was weighed.</p>}
          {link.candidates.map((one) => (
            <button key={`${one.source} ${one.id}`} class="tie" onClick={() => decide("choose-link", { identifier: one.id })}>
              <span>{told(one)}</span><span class="count">{one.score.toFixed(2)}</span>
            </button>
          ))}
          <form class="fields" onSubmit={(event) => { event.preventDefault(); if (identifier.trim()) decide("choose-link", { identifier: identifier.trim() }); }}>
            <label>or its GeoNames or Wikidata id<input value={identifier} onInput={(event) => setIdentifier(event.currentTarget.value)} /></label>
            <button disabled={!identifier.trim()}>Choose</button>
          </form>
        </div>
      )}
    </li>
  );
}

type Act = (path: string, content: object) => void;

function Merge({ act }: { act: Act }) {
  const [one, setOne] = useState<Picked | null>(null);
  const [other, setOther] = useState<Picked | null>(null);
  return (
    <section class="pair" aria-label="Merge">
      <h3>Two names, one actor or place</h3>
      <div class="fields">
        <Pick label="This one" picked={one} pick={setOne} />
        <Pick label="is the same as" picked={other} pick={setOther} />
        <button disabled={!one || !other || one.id === other.id} onClick={() => { act("decide", { act: "merge", node: one!.id, into: other!.id }); setOne(null); setOther(null); }}>Merge</button>
      </div>
    </section>
  );
}

function Split({ act }: { act: Act }) {
  const [one, setOne] = useState<Picked | null>(null);
  const [names, setNames] = useState("");
  const [name, setName] = useState("");
  return (
    <section class="pair" aria-label="Split">
      <h3>One name, two actors</h3>
      <div class="fields">
        <Pick label="What is read as" picked={one} pick={setOne} />
        <label>where it is called<input value={names} placeholder="names, with commas" onInput={(event) => setNames(event.currentTarget.value)} /></label>
        <label>is another one, called<input value={name} onInput={(event) => setName(event.currentTarget.value)} /></label>
        <button disabled={!one || !name.trim()} onClick={() => { act("decide", { act: "split", node: one!.id, name, names: names.split(",").map((text) => text.trim()).filter(Boolean) }); setOne(null); setName(""); setNames(""); }}>Split</button>
      </div>
    </section>
  );
}

interface Picked { id: string; name: string }

function Pick({ label, picked, pick }: { label: string; picked: Picked | null; pick: (one: Picked | null) => void }) {
  const [words, setWords] = useState("");
  const { data } = useAnswer<Hits>(words.trim() && !picked ? "search" : null, new URLSearchParams({ q: words.trim() }).toString());
  const found = [...(data?.actors ?? []), ...(data?.places ?? [])].slice(0, 8);
  return (
    <div class="pick">
      <label>{label}<input type="search" value={picked ? picked.name : words} onInput={(event) => { pick(null); setWords(event.currentTarget.value); }} /></label>
      {!picked && words.trim() && (
        <ul>{found.map((one) => <li key={one.id}><button class="tie" onClick={() => { pick({ id: one.id, name: one.name }); setWords(""); }}>{one.name}</button></li>)}</ul>
      )}
    </div>
  );
}

