"use strict";
/* The panel beside the drawing: an actor with its ties and statements, or a tie with what it rests on. Whatever comes
   from a report is set as text, never as markup. */

const panel = (() => {
  const place = document.getElementById("detail");
  const panelBox = document.getElementById("panel");
  const PAGE = 30;

  /* An element with attributes and children; strings become text. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  /* The sign of a kind: its shape in its colour. */
  function sign(kind) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-10 -10 20 20");
    svg.setAttribute("class", "sign");
    svg.setAttribute("aria-hidden", "true");
    const points = {
      square: "-7,-7 7,-7 7,7 -7,7", triangle: "0,-8 8,6 -8,6", triangleDown: "0,8 8,-6 -8,-6",
      diamond: "0,-9 9,0 0,9 -9,0", hexagon: "-8,0 -4,-7 4,-7 8,0 4,7 -4,7",
      star: "0,-9 2.4,-3 8.8,-2.8 3.8,1.2 5.5,7.4 0,3.8 -5.5,7.4 -3.8,1.2 -8.8,-2.8 -2.4,-3",
    }[kind.shape];
    const form = document.createElementNS("http://www.w3.org/2000/svg", points ? "polygon" : "circle");
    if (points) form.setAttribute("points", points);
    else form.setAttribute("r", "7");
    form.setAttribute("fill", kind.colour);
    svg.append(form);
    return svg;
  }

  /* The sign of a relation: its line, with an arrow where it has a direction. */
  function line(relation) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 36 12");
    svg.setAttribute("class", "line");
    svg.setAttribute("aria-hidden", "true");
    const stroke = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [name, value] of [["x1", 1], ["y1", 6], ["x2", relation.mutual ? 35 : 29], ["y2", 6], ["stroke", relation.colour], ["stroke-width", 2.4]]) stroke.setAttribute(name, String(value));
    if (relation.dash.length) stroke.setAttribute("stroke-dasharray", relation.dash.map((length) => length * 0.7).join(" "));
    svg.append(stroke);
    if (!relation.mutual) {
      const head = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
      head.setAttribute("points", "27,2 35,6 27,10");
      head.setAttribute("fill", relation.colour);
      svg.append(head);
    }
    return svg;
  }

  function clear(...children) {
    place.replaceChildren(...children);
    panelBox.scrollTop = 0;
  }

  function empty() {
    clear(
      make("h2", {}, "Evidence"),
      make("p", { class: "hint" }, "Choose an actor or a tie, in the drawing or in the list of actors, to read the words of the reports behind it."),
    );
  }

  function actorButton(index, choose) {
    const node = model.nodes[index];
    return make("button", { type: "button", class: "link", onclick: () => choose.node(index) }, sign(model.kindOf.get(node.style)), model.nodeName(node));
  }

  function party([name, index], choose) {
    return index >= 0
      ? make("button", { type: "button", class: "inline", onclick: () => choose.node(index) }, name)
      : make("span", {}, name);
  }

  function listed(parties, choose) {
    return parties.flatMap((one, at) => [at ? ", " : "", party(one, choose)]);
  }

  function where(statement) {
    const report = model.reports[statement.report];
    const title = report.title || report.document;
    const safe = /^https?:\/\//iu.test(report.url ?? "");
    return make("p", { class: "source" },
      statement.claimants.length ? `${statement.attributed ? "According to" : "Published by"} ${statement.claimants.join(", ")}. ` : "",
      "In ", safe ? make("a", { href: report.url, rel: "noopener noreferrer", target: "_blank" }, title) : make("cite", {}, title),
      statement.attributed && report.publisher ? `, ${report.publisher}` : "",
      report.published ? `, ${model.when(report.published)}` : "",
      `, characters ${model.number(statement.start)} to ${model.number(statement.end)}`,
      report.title && report.title !== report.document ? make("span", { class: "document" }, ` of ${report.document}`) : "",
      ".");
  }

  function statementCard(index, choose) {
    const one = model.statements[index];
    const figures = one.tolls.map(([outcome, group, low, high]) => `${outcome}: ${model.bounds(low, high)} ${group}`);
    if (one.count && !(one.count[0] === 1 && one.count[1] === 1)) figures.unshift(`${model.bounds(...one.count)} incidents`);
    const facts = [];
    if (!one.isRelation && (one.agents.length || one.targets.length)) {
      facts.push(make("p", { class: "parties" }, ...(one.agents.length ? listed(one.agents, choose) : ["unnamed"]),
        ...(one.targets.length ? [" → ", ...listed(one.targets, choose)] : [])));
    }
    const details = [one.place, ...figures, one.total >= 0 ? "part of a total" : null].filter(Boolean);
    if (details.length) facts.push(make("p", { class: "facts" }, details.join(" · ")));
    return make("li", { class: `statement ${one.modality}` },
      make("h4", {}, make("span", { class: "type" }, one.type), " ",
        one.modality === "asserted" ? "" : make("span", { class: `mark ${one.modality}` }, one.modality),
        one.cumulative ? make("span", { class: "mark" }, "total over a period") : "",
        make("span", { class: "when" }, model.when(one.time))),
      ...facts,
      make("blockquote", { dir: "auto" }, one.around[0], make("mark", {}, one.text), one.around[1]),
      ...one.more.map(([start, end, text]) => make("blockquote", { class: "more", dir: "auto" }, text,
        make("span", { class: "offsets" }, ` ${model.number(start)} to ${model.number(end)}`))),
      where(one));
  }

  /* A list that shows some statements, and more of them by a button. */
  function statementList(indexes, choose) {
    const ordered = model.byTime(indexes);
    const list = make("ol", { class: "statements" });
    const more = make("button", { type: "button", class: "more-button" }, "");
    let shown = 0;
    const grow = () => {
      const next = ordered.slice(shown, shown + PAGE);
      list.append(...next.map((index) => statementCard(index, choose)));
      shown += next.length;
      more.hidden = shown >= ordered.length;
      more.textContent = `Show more (${model.number(ordered.length - shown)} left)`;
    };
    more.addEventListener("click", () => {
      const before = list.children.length;
      grow();
      list.children[before]?.setAttribute("tabindex", "-1");
      list.children[before]?.focus();
    });
    grow();
    return [list, more];
  }

  function tieButton(edgeIndex, from, left, choose) {
    const edge = model.edges[edgeIndex];
    const relation = model.relationOf.get(edge.relation);
    const away = edge.from === from;
    const other = away ? edge.to : edge.from;
    const label = relation.mutual ? relation.label : away ? `${relation.label} →` : `← ${relation.label}`;
    return make("li", {}, make("button", { type: "button", class: "tie", onclick: () => choose.edge(edgeIndex) },
      line(relation), make("span", {}, `${label} `, make("strong", {}, model.nodeName(model.nodes[other]))),
      make("span", { class: "weight" }, model.weight(left.edges.get(edgeIndex).tally, true))));
  }

  const NAMES = 60;
  const some = (names) => names.slice(0, NAMES).join(", ") + (names.length > NAMES ? ` and ${model.number(names.length - NAMES)} more` : "");

  function showNode(index, left, choose) {
    const node = model.nodes[index];
    const ties = model.edgesOf[index].filter((edge) => left.edges.has(edge));
    ties.sort((a, b) => left.edges.get(b).tally.events - left.edges.get(a).tally.events || a - b);
    const told = node.statements.filter((one) => left.kept[one]);
    const cut = node.statements.length - told.length;
    const facts = [node.kind, node.country].filter(Boolean).join(", ");
    clear(
      make("h2", { dir: "auto" }, sign(model.kindOf.get(node.style)), model.nodeName(node)),
      make("p", { class: "facts" }, node.members ? "Actors that this page does not draw one by one" : facts),
      node.names.length ? make("p", { class: "facts" }, `${node.members ? "They are" : "Also"}: ${some(node.names)}`) : "",
      node.members ? "" : make("p", { class: "iri" }, node.iri),
      make("h3", {}, model.plural(ties.length, "tie")),
      make("ul", { class: "ties" }, ...ties.map((edge) => tieButton(edge, index, left, choose))),
      ...(node.members ? [] : [make("h3", {}, model.plural(told.length, "statement"), cut ? ` (${model.number(cut)} outside the period)` : "")]),
      ...(told.length ? statementList(told, choose) : []),
    );
  }

  function showEdge(index, left, choose) {
    const edge = model.edges[index];
    const relation = model.relationOf.get(edge.relation);
    const { statements, tally } = left.edges.get(index);
    const unconfirmed = edge.unconfirmed.filter((one) => left.kept[one]);
    const cut = edge.statements.length - statements.length;
    const span = tally.first && tally.last ? (tally.first === tally.last ? model.when(tally.first) : `${model.when(tally.first)} to ${model.when(tally.last)}`) : null;
    clear(
      make("h2", { class: "edge" }, actorButton(edge.from, choose),
        make("span", { class: "relation" }, line(relation), relation.label), actorButton(edge.to, choose)),
      make("p", { class: "facts" }, [model.weight(tally), span].filter(Boolean).join(" · "), cut ? ` (${model.number(cut)} outside the period)` : ""),
      ...statementList(statements, choose),
      ...(unconfirmed.length ? [make("h3", {}, "Denied or only planned, not counted"), ...statementList(unconfirmed, choose)] : []),
    );
  }

  return { make, sign, line, empty, showNode, showEdge, focus: () => panelBox.focus({ preventScroll: false }) };
})();
