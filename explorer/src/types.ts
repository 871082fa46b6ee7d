// What the server answers: see kg/view/explorer.

export interface Bounds { low: number; high: number | null; events: number }
export type Tolls = Record<string, Bounds>;
export interface Counts { statements: number; events: number; relations: number; actors: number; reports: number }

export interface Kind { name: string; label: string; colour: string; shape: string; actors: number }
export interface Relation { name: string; label: string; colour: string; dash: number[]; mutual: boolean; ties: number }
export interface EventType { name: string; label: string; depth: number; events: number }
export interface Start {
  counts: Counts;
  kinds: Kind[];
  relations: Relation[];
  types: EventType[];
  outcomes: { name: string; label: string }[];
  drawn: { default: number; most: number };
  writable?: boolean;
}

export interface NetworkNode {
  id: string; name: string; kind: string; country: string | null; events: number; members: number; x: number; y: number;
}
export interface NetworkEdge {
  from: string; to: string; relation: string; events: number; first: string | null; last: string | null; toll: number | null;
}
export interface Network {
  nodes: NetworkNode[]; edges: NetworkEdge[]; folded: number; hidden: number; actors: number; ties: number;
  frame: [number, number, number, number];
}
export interface Point {
  id: string; name: string; lat: number; lon: number; radius: number | null; types: [string, number][];
  first: string | null; last: string | null; events: number; tolls: Tolls;
}
export interface Area { id: string; name: string; events: number; tolls: Tolls; lat?: number | null; lon?: number | null }
export interface Geography { points: Point[]; countries: Area[]; regions: Area[]; nowhere: number }
export interface Bin { start: string; end: string; sure: number; may: number }
export interface Histogram { unit: string | null; bins: Bin[]; undated: number }
export interface Bar {
  id: string; type: string; modality: string; first: string | null; last: string | null; time: string | null;
  cumulative: boolean; agents: string[]; targets: string[]; place: string | null; dead: [number | null, number | null] | null;
}
export interface View {
  counts: Counts; tolls: Tolls; statistics: number; histogram: Histogram;
  network?: Network; map?: Geography; bars?: { items: Bar[]; more: number };
}

export interface Party { id: string; name: string; actor: boolean }
export interface ReportLine {
  id: string; title: string; document: string; publisher: string | null; published: string | null; url: string | null;
}
export interface Toll {
  outcome: string; group: string; low: number | null; high: number | null; start: number | null; end: number | null;
  counted: boolean;
}
export interface Card {
  id: string; type: string; relation: boolean; modality: string; time: string | null; first: string | null;
  last: string | null; cumulative: boolean; place: { id: string; name: string } | null; report: ReportLine;
  start: number; end: number; text: string; before: string; after: string; agents: Party[]; targets: Party[];
  claimants: Party[]; attributed: boolean; count: [number | null, number | null] | null; tolls: Toll[];
  total: string | null; parts: number;
}
export interface About { id: string; name: string; kind: string; names: string[]; country: string | null }
export interface Evidence { total: number; offset: number; page: number; items: Card[]; about?: About | null }
export interface ReportText extends ReportLine {
  text: string;
  statements: { id: string; type: string; start: number; end: number }[];
}
export interface Hits {
  actors: { id: string; name: string; kind: string; events: number; as: string }[];
  places: { id: string; name: string; country: string | null }[];
  reports: (ReportLine & { start: number | null; end: number | null; snippet: [string, string, string] | null })[];
}
export interface Discrepancy {
  kind: string; measure: string; low: number | null; high: number | null; otherLow: number | null;
  otherHigh: number | null; event: Card; others: Card[];
}
export interface Sources {
  publishers: { id: string | null; name: string; statements: number; reports: (ReportLine & { statements: number })[] }[];
  voices: { id: string; name: string; statements: number; alone: number }[];
}
export interface Measures {
  communities: string[][];
  central: { id: string; name: string; degree: number; betweenness: number }[];
  estimated: boolean;
}
