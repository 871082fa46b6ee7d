"use strict";
/* What the page knows, what the filters leave of it, and how it is worded. Touches nothing that can be seen. */

const model = (() => {
  const content = JSON.parse(document.getElementById("content").textContent);
  const { nodes, edges, statements, reports, kinds, relations } = content;
  const relationOf = new Map(relations.map((one) => [one.name, one]));
  const kindOf = new Map(kinds.map((one) => [one.name, one]));
  const confirmed = (one) => one.modality === "asserted" || one.modality === "alleged";

  const edgesOf = nodes.map(() => []);
  edges.forEach((edge, index) => {
    edgesOf[edge.from].push(index);
    if (edge.to !== edge.from) edgesOf[edge.to].push(index);
  });

  /* A period holds a statement where the two may overlap; an open end is no bound. Undated: neither end is known. */
  function inPeriod(statement, filter) {
    if (!filter.since && !filter.until) return filter.undated || statement.first !== null || statement.last !== null;
    if (statement.first === null && statement.last === null) return filter.undated;
    if (filter.since && statement.last !== null && statement.last < filter.since) return false;
    return !(filter.until && statement.first !== null && statement.first > filter.until);
  }

  /* Number, first and last day, and dead; the dead of a part are left out where its total is among the statements. */
  function tally(indexes) {
    const known = new Set(indexes);
    const sum = { events: known.size, first: null, last: null, toll: null };
    for (const index of known) {
      const one = statements[index];
      if (one.first !== null && (sum.first === null || one.first < sum.first)) sum.first = one.first;
      if (one.last !== null && (sum.last === null || one.last > sum.last)) sum.last = one.last;
      if (one.dead !== null && !known.has(one.total)) sum.toll = (sum.toll ?? 0) + one.dead;
    }
    return sum;
  }

  /* What is left: sets of positions of nodes, and for each edge that is left its statements and their tally. */
  function apply(filter) {
    const kept = statements.map((one) => inPeriod(one, filter));
    const left = { nodes: new Set(), edges: new Map(), kept };
    edges.forEach((edge, index) => {
      if (filter.hiddenRelations.has(edge.relation)) return;
      if (filter.hiddenKinds.has(nodes[edge.from].style) || filter.hiddenKinds.has(nodes[edge.to].style)) return;
      const those = edge.statements.filter((one) => kept[one]);
      if (!those.length) return;
      left.edges.set(index, { statements: those, tally: tally(those) });
      left.nodes.add(edge.from).add(edge.to);
    });
    if (filter.loose) {
      nodes.forEach((node, index) => {
        if (filter.hiddenKinds.has(node.style)) return;
        const told = node.members || node.statements.some((one) => kept[one]) || !(node.statements.length);
        if (told) left.nodes.add(index);
      });
    }
    return left;
  }

  const number = (value) => value.toLocaleString("en");
  const nodeName = (node) => (node.members ? `${number(node.members)} others: ${kindOf.get(node.style).label}` : node.name);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const searchable = nodes.map((node) => folded([nodeName(node), ...node.names, node.kind, node.country ?? ""].join("\n")));

  /* Positions of the nodes that have every word of the query in a name, their kind or country. */
  function search(query) {
    const words = folded(query).split(/\s+/u).filter(Boolean);
    return searchable.flatMap((text, index) => (words.every((word) => text.includes(word)) ? [index] : []));
  }

  /* By day, what has none last, then as the reports tell it. */
  function byTime(indexes) {
    const day = (index) => statements[index].first ?? statements[index].last ?? "9999";
    return [...indexes].sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : a - b));
  }

  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];

  /* EDTF in words where it is one of the forms that kg writes; as it is where not. */
  function when(edtf) {
    if (!edtf) return "no date";
    const [from, to, ...rest] = edtf.split("/");
    if (rest.length || edtf.includes("[") || edtf.includes("{")) return edtf;
    if (to === undefined) return moment(from);
    if (from === ".." || from === "") return `until ${moment(to)}`;
    if (to === ".." || to === "") return `from ${moment(from)}`;
    return `${moment(from)} to ${moment(to)}`;
  }

  function moment(edtf) {
    const match = /^(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$/u.exec(edtf);
    if (!match) return edtf;
    const [, year, month, day, doubt] = match;
    const name = month && Number(month) >= 1 && Number(month) <= 12 ? months[Number(month) - 1] : null;
    if (month && !name) return edtf;
    const parts = [day ? String(Number(day)) : null, name, year === "XXXX" ? null : year].filter(Boolean);
    return (doubt ? "about " : "") + parts.join(" ") + (year === "XXXX" ? " (year not told)" : "");
  }

  function bounds(low, high) {
    if (low !== null && high !== null) return low === high ? number(low) : `${number(low)} to ${number(high)}`;
    if (low !== null) return `at least ${number(low)}`;
    return high !== null ? `at most ${number(high)}` : "some";
  }

  const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

  /* "3 statements, 21 killed", short: "×3 †21". */
  function weight(sum, short = false) {
    if (short) return [sum.events > 1 ? `×${number(sum.events)}` : "", sum.toll ? `†${number(sum.toll)}` : ""].filter(Boolean).join(" ");
    const dead = sum.toll ? `, at least ${number(sum.toll)} killed` : "";
    return plural(sum.events, "statement") + dead;
  }

  return { content, nodes, edges, statements, reports, kinds, relations, relationOf, kindOf, confirmed, edgesOf,
    apply, search, byTime, when, bounds, number, plural, weight, nodeName, tally };
})();
