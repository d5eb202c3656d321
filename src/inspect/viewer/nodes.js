// A document as nodes: what can be selected, with its places, in a tree for each tab.

const TABS = ["items", "indicators", "tables", "legend", "text", "findings", "differences", "outside"];
const LAYERS = ["items", "indicators", "marks", "cells", "findings", "differences", "outside"];

const area = (b) => Math.max(0, b[2] - b[0]) * Math.max(0, b[3] - b[1]);
const shared = (a, b) => area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);

class Model {
  constructor(choice, data) {
    this.choice = choice;
    this.document = data.document;
    this.reasons = data.reasons;
    this.words = data.words;
    this.compared = data.differences !== null;
    this.differences = data.differences ?? [];
    this.nodes = new Map();
    this.roots = Object.fromEntries(TABS.map((tab) => [tab, []]));
    this.counts = Object.fromEntries(TABS.map((tab) => [tab, 0]));
    this.shown = new Set(choice.pages.map((p) => p.number));
    this.items();
    this.indicators();
    this.tables();
    this.legend();
    this.texts();
    this.findings();
    this.differing();
    this.leftOut();
    this.places();
    this.link();
  }

  // Adds a node. `at` is where it is, `layer` how it is drawn there.
  add(tab, parent, node) {
    node.tab = tab;
    node.parent = parent;
    node.depth = parent ? parent.depth + 1 : 0;
    node.children = [];
    node.at ??= [];
    node.away = [];
    node.findings = [];
    node.differences = [];
    // two things of one name are two nodes
    for (let [name, n] = [node.id, 2]; this.nodes.has(node.id); n++) node.id = `${name}~${n}`;
    (parent ? parent.children : this.roots[tab]).push(node);
    this.nodes.set(node.id, node);
    return node;
  }

  items() {
    const d = this.document;
    const plan = this.add("items", null, { id: "plan", kind: "plan", of: d.plan, text: d.plan.title ?? this.choice.name, at: Object.values(d.plan.at ?? {}).flat() });
    for (const field of ["title", "municipality", "municipality_code", "edition", "publisher", "published", "period"]) {
      const value = d.plan[field];
      if (value) this.add("items", plan, { id: `plan.${field}`, kind: "value", field, label: field, own: true, of: value, text: value.text ?? value, at: d.plan.at?.[field], layer: "items" });
    }
    const byId = new Map();
    this.byItem = byId;
    d.items.forEach((item, i) => {
      const node = this.add("items", byId.get(item.parent) ?? null, { id: `item-${i}`, kind: item.kind, item: true, of: item, number: item.number, text: item.title, at: item.at, layer: "items", children: [] });
      byId.set(item.id, node);
      if (item.status) this.add("items", node, { id: `item-${i}.status`, kind: "status", field: "status", label: "status", own: true, of: item.status, text: status(item.status), at: this.printed(`item-${i}.status`) ?? item.at, layer: this.printed(`item-${i}.status`) ? "marks" : null });
      this.fields(node, item.fields, "items");
      this.counts.items++;
    });
    // values come before the items below
    for (const node of byId.values()) node.children.sort((a, b) => Boolean(a.item) - Boolean(b.item));
  }

  fields(node, fields, tab) {
    for (const [label, value] of Object.entries(fields ?? {})) {
      this.add(tab, node, { id: `${node.id}.${label}`, ask: `${node.id}.fields.${label}`, kind: "value", field: `fields.${label}`, label, of: value, text: value ? value.text : "", unread: !value, at: value?.at ?? [], layer: tab });
    }
  }

  // Where the reasons say that something is printed.
  printed(ask) {
    const line = (this.reasons.of[ask] ?? []).find(([, what]) => what === "printed");
    const m = line && /page (\d+) \[(-?\d+) (-?\d+) (-?\d+) (-?\d+)\]/.exec(line[2]);
    return m ? [{ page: +m[1], box: m.slice(2).map(Number), rough: true }] : null;
  }

  indicators() {
    this.document.indicators.forEach((indicator, i) => {
      const node = this.add("indicators", null, { id: `indicator-${i}`, kind: "indicator", of: indicator, text: indicator.name, at: indicator.at, layer: "indicators" });
      indicator.values.forEach((value, v) => {
        const id = `indicator-${i}.${value.role}${value.year === null ? "" : `.${value.year}`}`;
        this.add("indicators", node, { id, ask: `indicator-${i}.values.${v}`, kind: "value", field: `values.${value.role}`, label: value.role, own: true, year: value.year_text ?? value.year, of: value, text: value.text, unread: value.value === null, at: value.at, layer: "indicators" });
      });
      this.fields(node, indicator.fields, "indicators");
      this.counts.indicators++;
    });
  }

  tables() {
    for (const table of this.document.tables) {
      const node = this.add("tables", null, { id: table.id, kind: "table", of: table, text: table.caption ?? "", at: table.at, layer: "cells", closed: true });
      for (const cell of table.cells) {
        const at = [{ page: cell.page, box: cell.box, table: table.id, row: cell.row, col: cell.col, from_ocr: cell.from_ocr }];
        const marked = cell.drawn_marks?.length || cell.status;
        this.add("tables", node, { id: `${table.id}.${cell.row}.${cell.col}`, kind: cell.header ? "header-cell" : "cell", of: cell, place: `${cell.row},${cell.col}`, text: cell.text, at, layer: marked ? "marks" : "cells" });
      }
      this.counts.tables++;
    }
  }

  legend() {
    this.document.legend.forEach((entry, i) => {
      this.add("legend", null, { id: `legend-${i}`, kind: "mark", of: entry, number: entry.mark, text: entry.meaning, chip: entry.code, at: entry.at, layer: "marks" });
      this.counts.legend++;
    });
  }

  texts() {
    const d = this.document;
    d.sections.forEach((s, i) => this.add("text", null, { id: `section-${i}`, kind: "section", of: s, number: s.number, text: s.heading ?? s.text, at: s.at, layer: "text" }));
    d.footnotes.forEach((f, i) => this.add("text", null, { id: `footnote-${i}`, kind: "footnote", of: f, number: f.term, text: f.text, at: f.at, layer: "text" }));
    (d.ruby ?? []).forEach((r, i) => this.add("text", null, { id: `ruby-${i}`, kind: "ruby", of: r, number: r.base, text: r.text, at: r.at, layer: "text" }));
    this.counts.text = d.sections.length + d.footnotes.length + (d.ruby?.length ?? 0);
  }

  findings() {
    const weights = { error: 0, warning: 1, info: 2 };
    const groups = new Map();
    this.document.findings.forEach((f, i) => {
      if (!groups.has(f.code)) groups.set(f.code, []);
      groups.get(f.code).push([f, i]);
    });
    const sorted = [...groups].sort((a, b) => weights[a[1][0][0].severity] - weights[b[1][0][0].severity]);
    for (const [code, all] of sorted) {
      const node = this.add("findings", null, { id: `finding.${code}`, kind: "finding", group: true, severity: all[0][0].severity, of: all[0][0], code, text: code, chip: String(all.length) });
      const kind = this.words.kinds[code];
      speaks(node, { means: () => kind?.[lang].means ?? "", help: () => kind?.[lang].help ?? all[0][0].help });
      for (const [f, i] of all) {
        const one = this.add("findings", node, { id: `finding-${i}`, kind: "finding", severity: f.severity, of: f, code, at: f.at, layer: "findings" });
        const told = () => (lang === "ja" ? this.words.ja[i] : f);
        speaks(one, { text: () => told().message, help: () => told().help, means: () => node.means });
      }
    }
    this.counts.findings = this.document.findings.length;
  }

  differing() {
    this.differences.forEach((d, i) => {
      const target = this.meant(d);
      const at = d.at.length ? d.at : target?.at ?? [];
      const node = this.add("differences", null, { id: `difference-${i}`, kind: "difference", of: d, target, label: d.field.replace(/^fields\./, ""), number: d.kind, text: d.of_name || d.of_id || d.subject, at, layer: "differences", known: d.expected_failure });
      target?.differences.push(node);
    });
    this.counts.differences = this.differences.length;
  }

  // The node that a difference is about, where the document has it.
  meant(d) {
    const label = d.field.replace(/^fields\./, "");
    if (d.subject === "plan") return this.nodes.get(d.field) ?? this.nodes.get("plan");
    if (d.subject === "table") {
      const at = d.at[0];
      return this.nodes.get(`${at?.table ?? d.of_id}.${at?.row}.${at?.col}`) ?? this.nodes.get(d.of_id);
    }
    let owner = null;
    if (d.subject === "item") owner = this.byItem.get(d.of_id);
    else if (d.subject === "indicator") owner = this.roots.indicators.find((n) => n.of.id === d.of_id);
    else if (d.subject === "legend") owner = this.roots.legend.find((n) => n.of.mark === d.of_id);
    else if (d.subject === "footnote") owner = this.roots.text.find((n) => n.of.term === d.of_id);
    if (!owner) return null;
    return owner.children.find((c) => !c.item && (c.field === d.field || c.label === label || `values.${c.label}` === d.field)) ?? owner;
  }

  leftOut() {
    this.choice.pages.forEach((page, p) => (page.outside ?? []).forEach((o, i) => {
      this.add("outside", null, { id: `outside-${p}-${i}`, kind: o.why, of: o, text: o.text, label: o.why, own: true, at: [{ page: page.number, box: o.box }], layer: "outside" });
      this.counts.outside++;
    }));
  }

  // What stands on each page: `{ node, box }`, the smallest first.
  places() {
    this.onPage = new Map([...this.shown].map((page) => [page, []]));
    for (const node of this.nodes.values()) {
      node.away = node.at.filter((a) => !this.shown.has(a.page));
      node.at = node.at.filter((a) => this.shown.has(a.page));
      if (!node.layer) continue;
      for (const a of node.at) this.onPage.get(a.page).push({ node, box: a.box, area: area(a.box) });
    }
    const rank = (n) => (LAYERS.indexOf(n.layer) + 8) % 8;
    for (const places of this.onPage.values()) places.sort((a, b) => a.area - b.area || rank(a.node) - rank(b.node));
  }

  // Which values a finding is about: those of its cell, or those that its box covers for the greater part.
  link() {
    const near = new Map();
    for (const node of this.nodes.values()) {
      if (node.layer !== "findings") continue;
      const about = new Set();
      for (const a of node.at) {
        if (!near.has(a.page)) near.set(a.page, new Near(this.onPage.get(a.page)));
        for (const { node: other, box, same } of near.get(a.page).to(a)) {
          if (same || shared(box, a.box) > 0.5 * Math.min(area(box), area(a.box))) about.add(other);
        }
      }
      node.values = [...about];
      for (const other of about) other.findings.push(node);
    }
    this.codes = new Map();
    for (const group of this.roots.findings) this.codes.set(group.code, group.children.length);
  }

  // The places on a page that a point is in, the smallest first.
  under(page, x, y, visible) {
    const slack = 1.5;
    const hits = (this.onPage.get(page) ?? []).filter(({ node, box }) => visible(node.layer) && x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack && y <= box[3] + slack);
    return [...new Set(hits.map((hit) => hit.node))];
  }
}

// The values on a page by where they are, so that not each has to be held against each finding.
class Near {
  static STEP = 48;

  constructor(places) {
    const values = new Set(["items", "indicators", "tables", "legend", "text"]);
    this.places = places.filter(({ node }) => values.has(node.tab) && node.kind !== "table" && node.kind !== "section");
    this.cells = new Map();
    this.squares = new Map();
    const put = (map, key, i) => (map.has(key) ? map.get(key).push(i) : map.set(key, [i]));
    this.places.forEach(({ node, box }, i) => {
      for (const a of node.at) if (a.table && a.row !== undefined) put(this.cells, cellKey(a), i);
      for (const square of squares(box, Near.STEP)) put(this.squares, square, i);
    });
  }

  // What is in the cell of a place, or near its box, the smallest first.
  to(a) {
    const same = new Set((a.row !== undefined && this.cells.get(cellKey(a))) || []);
    const all = new Set(same);
    for (const square of squares(a.box, Near.STEP)) for (const i of this.squares.get(square) ?? []) all.add(i);
    return [...all].sort((x, y) => x - y).map((i) => ({ ...this.places[i], same: same.has(i) }));
  }
}

const cellKey = (a) => `${a.table}/${a.row}/${a.col}`;

// The squares of a page that a box touches; boxes of no page touch few.
function* squares(box, step) {
  const [x0, top, x1, bottom] = box.map((v) => Math.max(-1, Math.min(200, Math.floor(v / step))));
  for (let y = top; y <= bottom; y++) for (let x = x0; x <= x1; x++) yield y * 1000 + x;
}

// Gives a node texts in the language of the page, whenever they are asked for.
function speaks(node, texts) {
  for (const [name, get] of Object.entries(texts)) Object.defineProperty(node, name, { get });
}

// What a node says, as it is searched, in the language of the page.
function searched(node) {
  node.folded ??= {};
  return (node.folded[lang] ??= folded(`${node.number ?? ""} ${node.label ?? ""} ${node.own ? t(node.label ?? "") : ""} ${node.code ?? ""} ${node.means ?? ""} ${node.text}`.replaceAll("`", "")));
}

function status(s) {
  return s.meaning && s.meaning !== s.mark ? `${s.mark} ${s.meaning}` : s.mark;
}
