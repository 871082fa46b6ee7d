"use strict";
/* The drawing by vis-network, the filters, the list of actors, and what is chosen. */

(() => {
  const by = (id) => document.getElementById(id);
  const drawn = JSON.parse(by("drawn").textContent);
  const LABELLED_EDGES = 60; // more ties than this show their labels only where they are chosen
  const LISTED = 100;
  const filter = { since: "", until: "", undated: true, loose: true, hiddenRelations: new Set(), hiddenKinds: new Set() };
  let left = model.apply(filter);
  let chosen = null; // { node: position } or { edge: position }
  let listed = LISTED;

  /* The scheme: the system's until the reader chooses. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function isDark() {
    const set = document.documentElement.dataset.scheme;
    return set ? set === "dark" : dark.matches;
  }
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /* Letters keep their size on the screen when a small network is seen from afar; a large one shows its names as the
     reader comes near. */
  const NAMED = 150;
  let seenAt = 1;
  const letters = (size) => (left.nodes.size > NAMED ? size : Math.min(size * 1.7, Math.max(size, (size * 0.74) / seenAt)));

  function nodeLook(index) {
    const kind = model.kindOf.get(model.nodes[index].style);
    const faded = chosen !== null && !near.nodes.has(index);
    const own = chosen !== null && chosen.node === index;
    return {
      opacity: faded ? 0.18 : 1,
      color: { background: kind.colour, border: own ? colour("--ink") : colour("--paper"), highlight: { background: kind.colour, border: colour("--ink") } },
      borderWidth: own ? 3 : 1.5,
      font: { color: faded ? colour("--faint") : colour("--ink"), size: letters(15), strokeWidth: 4, strokeColor: colour("--paper"), face: "system-ui, sans-serif" },
    };
  }

  function edgeLook(index) {
    const edge = model.edges[index];
    const relation = model.relationOf.get(edge.relation);
    const now = left.edges.get(index);
    const faded = chosen !== null && !near.edges.has(index);
    const told = !faded && seenAt > 0.4 && (near.edges.has(index) ? near.edges.size <= LABELLED_EDGES : left.edges.size <= LABELLED_EDGES);
    const words = now ? [relation.label, model.weight(now.tally, true)].filter(Boolean).join(" ") : "";
    return {
      color: { color: relation.colour, highlight: relation.colour, opacity: faded ? 0.12 : 0.85 },
      label: told ? words : " ", // vis-network keeps the last one where it is given none
      font: { color: colour("--soft"), size: letters(11), strokeWidth: 3, strokeColor: colour("--paper"), face: "system-ui, sans-serif", align: "middle" },
    };
  }

  /* What is chosen and what it touches; the rest fades. */
  let near = { nodes: new Set(), edges: new Set() };
  function findNear() {
    near = { nodes: new Set(), edges: new Set() };
    if (chosen === null) return;
    const edges = chosen.edge !== undefined ? [chosen.edge] : model.edgesOf[chosen.node].filter((edge) => left.edges.has(edge));
    if (chosen.node !== undefined) near.nodes.add(chosen.node);
    for (const index of edges) {
      near.edges.add(index);
      near.nodes.add(model.edges[index].from).add(model.edges[index].to);
    }
  }

  const nodes = new vis.DataSet(drawn.nodes.map((node) => ({ ...node, ...nodeLook(node.id) })));
  const edges = new vis.DataSet(drawn.edges.map((edge) => ({ ...edge, ...edgeLook(edge.id) })));
  const network = new vis.Network(by("network"), { nodes, edges }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    nodes: { labelHighlightBold: false },
    edges: { arrows: { to: { scaleFactor: 0.6 } }, selectionWidth: 1.5, hoverWidth: 0.5, smooth: false },
    interaction: {
      hover: model.nodes.length <= 300, multiselect: false, tooltipDelay: 100000, selectConnectedEdges: false,
      hideEdgesOnDrag: model.edges.length > 800, hideEdgesOnZoom: model.edges.length > 800,
      keyboard: { enabled: true, bindToWindow: false, autoFocus: false, speed: { x: 8, y: 8, zoom: 0.02 } },
    },
  });

  window.drawing = network; // for the browser's console, and for tests

  function restyle() {
    nodes.update(drawn.nodes.map(({ id }) => ({ id, hidden: !left.nodes.has(id), ...nodeLook(id) })));
    edges.update(drawn.edges.map(({ id }) => ({ id, hidden: !left.edges.has(id), ...edgeLook(id) })));
  }

  function redraw() {
    findNear();
    restyle();
    network.unselectAll();
    if (chosen?.node !== undefined) network.selectNodes([chosen.node], false);
    if (chosen?.edge !== undefined) network.selectEdges([chosen.edge]);
    by("nothing").hidden = left.nodes.size > 0;
    const all = model.content.counts;
    const alone = [...left.nodes].filter((index) => !model.nodes[index].members).length;
    by("shown").textContent = `${model.number(alone)} of ${model.plural(all.actors, "actor")}, `
      + `${model.number(left.edges.size)} of ${model.plural(model.edges.length, "tie")}, from ${model.plural(all.reports, "report")}`;
  }

  const choose = {
    node(index, from = "page") {
      chosen = { node: index };
      if (!left.nodes.has(index)) chosen = null;
      shown(from);
    },
    edge(index, from = "page") {
      chosen = { edge: index };
      if (!left.edges.has(index)) chosen = null;
      shown(from);
    },
    none() {
      chosen = null;
      shown("drawing");
    },
  };

  /* Shows what is chosen, and brings it into view where it was not chosen in the drawing itself. */
  function shown(from) {
    redraw();
    showPanel();
    markList();
    if (chosen === null) return;
    if (from !== "drawing") {
      const ends = chosen.node !== undefined ? [chosen.node] : [model.edges[chosen.edge].from, model.edges[chosen.edge].to];
      const around = chosen.node !== undefined ? [...near.nodes] : ends;
      network.fit({ nodes: around, maxZoomLevel: 1.1, animation: still() ? false : { duration: 300 } });
      if (still()) rescale();
      panel.focus();
    } else if (by("panel").getBoundingClientRect().top > innerHeight * 0.8) {
      by("panel").scrollIntoView({ behavior: still() ? "auto" : "smooth" });
    }
  }

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches || model.nodes.length > 300;

  function showPanel() {
    if (chosen === null) panel.empty();
    else if (chosen.node !== undefined) panel.showNode(chosen.node, left, choose);
    else panel.showEdge(chosen.edge, left, choose);
  }

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) choose.node(node, "drawing");
    else if (edge !== undefined) choose.edge(edge, "drawing");
    else choose.none();
  });

  /* Filters. */
  function refilter() {
    const wrong = filter.since && filter.until && filter.since > filter.until;
    by("period-error").hidden = !wrong;
    if (wrong) return;
    left = model.apply(filter);
    if (chosen?.node !== undefined && !left.nodes.has(chosen.node)) chosen = null;
    if (chosen?.edge !== undefined && !left.edges.has(chosen.edge)) chosen = null;
    redraw();
    showPanel();
    list();
  }

  function legend(box, entries, hidden, signOf, count) {
    by(box).replaceChildren(...entries.map((entry) => {
      const tick = panel.make("input", { type: "checkbox", checked: true });
      tick.addEventListener("change", () => {
        if (tick.checked) hidden.delete(entry.name);
        else hidden.add(entry.name);
        refilter();
      });
      return panel.make("li", {}, panel.make("label", {}, tick, signOf(entry), panel.make("span", {}, entry.label),
        panel.make("span", { class: "count" }, model.number(count(entry.name)))));
    }));
    document.querySelector(`button.all[data-for="${box}"]`).addEventListener("click", () => {
      const none = hidden.size === 0;
      hidden.clear();
      if (none) entries.forEach((entry) => hidden.add(entry.name));
      by(box).querySelectorAll("input").forEach((tick) => { tick.checked = !none; });
      refilter();
    });
  }

  legend("relations", model.relations, filter.hiddenRelations, panel.line, (name) => model.edges.filter((edge) => edge.relation === name).length);
  legend("kinds", model.kinds, filter.hiddenKinds, panel.sign, (name) => model.nodes.filter((node) => node.style === name).length);
  for (const id of ["since", "until"]) by(id).addEventListener("change", () => { filter[id] = by(id).value; refilter(); });
  for (const id of ["undated", "loose"]) by(id).addEventListener("change", () => { filter[id] = by(id).checked; refilter(); });

  /* The list of actors: those that the search finds among those that are left, the most told first. */
  const told = model.nodes.map((node, index) => node.statements.length + model.edgesOf[index].reduce((sum, edge) => sum + model.edges[edge].statements.length, 0));
  function list() {
    const found = model.search(by("search").value).filter((index) => left.nodes.has(index));
    found.sort((a, b) => told[b] - told[a] || a - b);
    by("actors").replaceChildren(...found.slice(0, listed).map((index) => panel.make("li", {},
      panel.make("button", { type: "button", class: "link", "data-node": index, onclick: () => choose.node(index) },
        panel.sign(model.kindOf.get(model.nodes[index].style)), panel.make("span", { dir: "auto" }, model.nodeName(model.nodes[index])),
        panel.make("span", { class: "count" }, model.number(model.nodes[index].statements.length))))));
    by("found").textContent = `(${model.number(found.length)})`;
    by("more-actors").hidden = found.length <= listed;
    markList();
  }
  function markList() {
    for (const button of by("actors").querySelectorAll("button")) {
      if (chosen?.node === Number(button.dataset.node)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
  by("more-actors").addEventListener("click", () => { listed += LISTED; list(); });
  by("search").addEventListener("input", () => { listed = LISTED; list(); });
  by("search").addEventListener("keydown", (event) => {
    const first = by("actors").querySelector("button");
    if (event.key === "Enter" && first) first.click();
  });
  by("actors").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...by("actors").querySelectorAll("button")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) { next.focus(); event.preventDefault(); }
  });

  /* Tools. */
  function zoom(factor) {
    network.moveTo({ scale: network.getScale() * factor });
    rescale();
  }
  function fit() {
    network.fit({ nodes: [...left.nodes], animation: false });
    rescale();
  }
  function rescale() {
    const scale = network.getScale();
    if (Math.abs(scale - seenAt) / seenAt < 0.15 || left.nodes.size > NAMED) return;
    seenAt = scale;
    restyle();
  }
  let settling = 0;
  network.on("zoom", () => {
    clearTimeout(settling);
    settling = setTimeout(rescale, 120);
  });
  network.on("animationFinished", rescale);
  by("zoom-in").addEventListener("click", () => zoom(1.3));
  by("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  by("fit").addEventListener("click", fit);
  by("scheme").addEventListener("click", () => {
    document.documentElement.dataset.scheme = isDark() ? "light" : "dark";
    scheme();
  });
  function scheme() {
    by("scheme").setAttribute("aria-pressed", String(isDark()));
    redraw();
  }
  dark.addEventListener("change", scheme);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== null) choose.none();
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/u.test(document.activeElement?.tagName ?? "")) {
      by("search").focus();
      event.preventDefault();
    }
  });

  const { folded, hidden, counts } = model.content;
  if (folded) {
    by("folded").hidden = false;
    by("folded").textContent = `The graph holds ${model.plural(counts.actors, "actor")}. Drawn one by one are the `
      + `${model.number(counts.actors - folded)} with the most statements; the other ${model.number(folded)} stand folded into one sign for each kind`
      + (hidden ? `, and ${model.plural(hidden, "tie")} among those of one kind are left out.` : ".");
  }
  if (matchMedia("(max-width: 60rem)").matches) {
    by("filters").open = false;
    by("list").open = false;
  }
  scheme();
  list();
  panel.empty();
  fit();
  document.documentElement.dataset.ready = "true";
})();
