// The list at the left: a tree of which only the rows in sight are in the document.

const ROW = { item: 34, wrapped: 52, value: 27 };

class List {
  constructor(choose) {
    this.choose = choose;
    this.e = $("list");
    this.tall = $("tall");
    this.rows = [];
    this.drawn = new Map();
    this.open = new Map();
    this.e.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => (this.model && this.wide !== this.e.clientWidth ? this.lines(this.current) : this.draw())).observe(this.e);
    this.e.addEventListener("click", (event) => this.clicked(event));
  }

  clicked(event) {
    const row = event.target.closest("[role=treeitem]");
    const node = row && this.model.nodes.get(row.dataset.node);
    if (!node) return;
    if (event.target.closest(".twist")) this.toggle(node);
    else this.choose(node, "list");
  }

  // The rows of a tab, of those that fit.
  fill(model, tab, fits, current) {
    this.model = model;
    this.fits = fits;
    this.tab = tab;
    this.lines(current);
  }

  lines(current) {
    this.wide = this.e.clientWidth;
    const rows = [];
    this.among = new Map();
    const walk = (nodes) => {
      const there = this.fits ? nodes.filter((node) => this.fits.has(node)) : nodes;
      for (const [i, node] of there.entries()) {
        this.among.set(node, [i + 1, there.length]);
        rows.push(node);
        if (node.children.length && this.isOpen(node)) walk(node.children);
      }
    };
    walk(this.model.roots[this.tab]);
    this.rows = rows;
    this.at = new Map(rows.map((node, i) => [node, i]));
    this.tops = new Float64Array(rows.length + 1);
    rows.forEach((node, i) => (this.tops[i + 1] = this.tops[i] + this.height(node)));
    this.tall.style.height = `${this.tops[rows.length]}px`;
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.mark(current);
    this.draw();
  }

  height(node) {
    if (!node.item && node.parent) return ROW.value;
    return this.isLong(node) ? ROW.wrapped : ROW.item;
  }

  // Whether a title wants a second line, by the widths that characters have in most fonts.
  isLong(node) {
    if (!node.item && node.kind !== "plan" && node.kind !== "indicator") return false;
    const across = (text) => [...text].reduce((sum, c) => sum + (c.codePointAt(0) > 0x2000 ? 14 : 7.5), 0);
    const rest = 70 + Math.min(node.depth, 7) * 14 + Math.min(112, across(node.number ?? "")) + (node.of.status ? 44 : 0);
    return across(oneLine(node.text).slice(0, 240)) > this.wide - rest;
  }

  isOpen(node) {
    return this.open.get(node) ?? (this.fits !== null || !node.closed);
  }

  toggle(node, open = !this.isOpen(node)) {
    if (!node.children.length) return;
    this.open.set(node, open);
    this.lines(this.current);
  }

  // Opens what a node is under, and brings it into sight.
  show(node) {
    let closed = false;
    for (let up = node.parent; up; up = up.parent) {
      if (!this.isOpen(up)) this.open.set(up, (closed = true));
    }
    if (closed) this.lines(node);
    this.mark(node);
    const i = this.at.get(node);
    if (i === undefined) return;
    const [top, bottom, view] = [this.tops[i], this.tops[i + 1], this.e.clientHeight];
    if (top < this.e.scrollTop + 4) this.e.scrollTop = top - Math.min(60, view / 4);
    else if (bottom > this.e.scrollTop + view - 4) this.e.scrollTop = bottom - view + Math.min(60, view / 4);
    this.draw();
  }

  mark(node) {
    this.current = node;
    for (const [drawn, row] of this.drawn) row.setAttribute("aria-selected", drawn === node);
    if (node && this.at?.has(node)) this.e.setAttribute("aria-activedescendant", rowId(node));
    else this.e.removeAttribute("aria-activedescendant");
  }

  // The row after or before a node, of those that `wanted` names.
  step(by) {
    const i = this.at.get(this.current);
    return i === undefined ? this.rows[by > 0 ? 0 : this.rows.length - 1] : this.rows[i + by];
  }

  first(y) {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  draw() {
    if (!this.model) return;
    const [from, to] = [this.e.scrollTop - 400, this.e.scrollTop + this.e.clientHeight + 400];
    const wanted = new Set();
    for (let i = this.first(from); i < this.rows.length && this.tops[i] < to; i++) wanted.add(this.rows[i]);
    if (this.current && this.at.has(this.current)) wanted.add(this.current);
    for (const [node, row] of this.drawn) if (!wanted.has(node)) row.remove(), this.drawn.delete(node);
    for (const node of wanted) {
      if (this.drawn.has(node)) continue;
      const row = this.row(node);
      this.drawn.set(node, row);
      this.tall.append(row);
    }
  }

  row(node) {
    const i = this.at.get(node);
    const [position, size] = this.among.get(node);
    const open = node.children.length ? this.isOpen(node) : null;
    const row = h("div", {
      role: "treeitem", id: rowId(node), class: `row ${node.item || !node.parent ? "head" : "leaf"}${this.height(node) === ROW.wrapped ? " wrapped" : ""} ${node.layer ?? ""}`, "data-node": node.id,
      "aria-selected": String(node === this.current), "aria-level": node.depth + 1, "aria-setsize": size,
      "aria-posinset": position, "aria-expanded": open === null ? null : String(open), title: oneLine(node.group ? node.means : node.text).replaceAll("`", "").slice(0, 400),
    }, h("span", { class: "twist", "aria-hidden": "true" }, open === null ? "" : "›"), ...parts(node));
    row.style.top = `${this.tops[i]}px`;
    row.style.height = `${this.height(node)}px`;
    row.style.paddingInlineStart = `${8 + Math.min(node.depth, 7) * 14}px`;
    return row;
  }
}

const rowId = (node) => `row-${encodeURIComponent(node.id)}`;

// What a row says.
function parts(node) {
  const page = (node.at[0] ?? node.away[0])?.page;
  const label = node.label ? (node.own ? t(node.label) : node.label) : null;
  const text = node.kind === "table" ? tableName(node) : node.kind === "cell" || node.kind === "header-cell" ? oneLine(node.text) : oneLine(node.text).slice(0, 240);
  return [
    node.severity && h("span", { class: `dot ${node.severity}`, title: t(node.severity) }),
    node.place && h("span", { class: "number" }, node.place),
    node.number && h("span", { class: `number${node.kind === "difference" ? ` kind ${node.of.kind}` : ""}`, lang: node.kind === "difference" ? null : "ja" }, node.kind === "difference" ? t(node.number) : node.number),
    label && h("span", { class: "label", lang: node.own ? null : "ja" }, label, node.year ? h("span", { class: "year" }, ` ${node.year}`) : null),
    h("span", { class: `text${node.unread ? " unread" : ""}`, lang: node.kind === "finding" ? null : "ja" }, node.unread && !text ? t("unread") : node.kind === "finding" ? quoted(text) : text),
    node.item && node.of.status && h("span", { class: "chip mark", lang: "ja" }, node.of.status.mark),
    node.chip && h("span", { class: "chip" }, node.chip),
    node.tab !== "findings" && node.findings.length > 0 && h("span", { class: "dot warning", title: `${t("finding")} ${node.findings.length}` }),
    node.differences.length > 0 && h("span", { class: "dot differs", title: `${t("differences")} ${node.differences.length}` }),
    page && (node.item || !node.parent || node.tab === "findings") && h("span", { class: "page" }, String(page)),
  ];
}

function tableName(node) {
  const size = t("rows", node.of.rows, node.of.cols);
  return node.of.caption ? `${node.of.caption}  ${size}` : `${node.id}  ${size}`;
}
