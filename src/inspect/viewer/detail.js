// What is selected, at the right.

// What kind of thing a node is, in words.
function heading(node) {
  if (node.label && node.own) return node.year ? `${t(node.label)} ${node.year}` : t(node.label);
  if (node.label && node.kind !== "difference") return node.label;
  return t(node.kind);
}

class Detail {
  constructor(choose, goTo) {
    this.e = $("detail");
    this.choose = choose;
    this.goTo = goTo;
  }

  show(model, node) {
    this.model = model;
    this.e.scrollTop = 0;
    // what had the focus within goes away
    const within = this.e !== document.activeElement && this.e.contains(document.activeElement);
    this.e.replaceChildren(...(node ? this.of(node) : this.welcome()));
    const title = this.e.querySelector("h2");
    title.tabIndex = -1;
    if (within) title.focus({ preventScroll: true });
  }

  welcome() {
    const d = this.model.document;
    const lines = [t("sum-pages", d.source.pages), t("sum-findings", d.findings.length)];
    if (this.model.compared) lines.push(this.model.differences.length ? t("sum-differences", this.model.differences.length) : t("no-differences"));
    return [
      h("p", { class: "eyebrow" }, t("plan")),
      h("h2", { lang: "ja" }, d.plan.title ?? this.model.choice.name),
      h("p", { class: "soft" }, lines.join(" · ")),
      h("p", { class: "soft" }, d.rule ? `${t("read-by")} ` : t("no-rule"), d.rule && h("code", null, d.rule.id)),
      h("p", { class: "hint" }, t("welcome")),
    ];
  }

  of(node) {
    const path = [];
    for (let up = node.parent; up; up = up.parent) path.unshift(up);
    return [
      path.length > 0 && h("p", { class: "path" }, path.map((up) => this.link(up, short(up)))),
      h("p", { class: "eyebrow" }, h("span", { class: `key ${node.layer ?? ""}` }), heading(node), node.severity && node.severity !== "info" ? ` · ${t(node.severity)}` : ""),
      this.title(node),
      ...this.body(node),
      ...this.around(node),
      ...this.places(node),
      ...this.reasons(node.kind === "difference" ? node.target : node),
    ].filter(Boolean);
  }

  title(node) {
    if (node.kind === "difference") return h("h2", { lang: "ja" }, node.text, h("span", { class: "field" }, ` ${node.of.field.replace(/^fields\./, "")}`));
    if (node.kind === "table") return h("h2", { lang: "ja" }, tableName(node));
    if (node.unread && !node.text) return h("h2", { class: "unread" }, t("unread"));
    const leaf = node.parent && !node.item && node.kind !== "finding";
    const long = node.text.length > 60 ? "long" : leaf ? "value" : null;
    return h("h2", { lang: node.kind === "finding" ? null : "ja", class: long }, node.number && h("span", { class: "number" }, `${node.number} `), node.group ? node.code : node.kind === "finding" ? quoted(node.text) : node.text);
  }

  body(node) {
    if (node.kind === "difference") return this.difference(node);
    if (node.kind === "finding") return this.finding(node);
    if (node.item) return this.item(node);
    if (node.kind === "indicator") return [this.children(node)];
    if (node.kind === "plan") return [this.children(node)];
    if (node.kind === "table") return [facts([["pages", node.of.pages.join(", ")], ["evidence", node.of.evidence && t(node.of.evidence)], ["sureness", percent(node.of.sureness)]])];
    if (node.kind === "cell" || node.kind === "header-cell") return this.cell(node);
    if (node.kind === "status") return [facts([["mark", ja(node.of.mark)], ["meaning", node.of.meaning && ja(node.of.meaning)], ["code", h("code", null, node.of.code)]])];
    if (node.kind === "mark") return [facts([["code", node.of.code && h("code", null, node.of.code)], ["scope", node.of.scope && ja(node.of.scope)]])];
    if (node.kind === "section") return [node.of.heading && h("p", { class: "long", lang: "ja" }, node.of.text)];
    if (node.kind === "footnote" || node.kind === "ruby") return [];
    if (node.tab === "outside") return [facts([["why", node.of.detail && t(node.of.detail)]])];
    return this.value(node);
  }

  item(node) {
    const item = node.of;
    const reference = (id) => (this.model.byItem.get(id) ? this.link(this.model.byItem.get(id), short(this.model.byItem.get(id))) : h("code", null, id));
    return [
      facts([
        ["flags", item.flags.length > 0 && item.flags.map((flag) => h("span", { class: "chip", lang: "ja" }, flag))],
        ["refs", item.refs.length > 0 && [...item.refs.map((r) => h("span", { class: "chip", lang: "ja" }, r)), ...(item.ref_items ?? []).map(reference)]],
        ["repeats", item.repeats && reference(item.repeats)],
      ]),
      this.children(node),
    ];
  }

  // The values under a node, a row each.
  children(node) {
    const values = node.children.filter((child) => !child.item);
    if (!values.length) return null;
    return h("ul", { class: "fields" }, values.map((child) => h("li", null,
      h("button", { class: "fieldrow", onclick: () => this.choose(child, "detail") },
        h("span", { class: "label", lang: child.own ? null : "ja" }, heading(child)),
        h("span", { class: `text${child.unread ? " unread" : ""}`, lang: "ja" }, child.unread && !child.text ? t("unread") : child.text),
        child.findings.length > 0 && h("span", { class: "dot warning" }), child.differences.length > 0 && h("span", { class: "dot differs" })))));
  }

  value(node) {
    const v = node.of;
    if (!v || typeof v !== "object") return [];
    const raw = v.raw ?? v.text;
    const number = (x) => (x === undefined || x === null ? null : h("b", null, String(x)));
    const qualifiers = v.qualifiers?.length ? v.qualifiers.join(", ") : null;
    return [
      facts([
        ["kind", v.kind && h("code", null, v.kind)], ["value", number(v.value)], ["upper", number(v.upper)], ["out_of", number(v.out_of)], ["unit", v.unit && ja(v.unit)],
        ["multiplier", v.multiplier && String(v.multiplier)], ["year", v.year !== undefined && v.year !== null ? `${v.year}${v.year_text ? ` · ${v.year_text}` : ""}` : null], ["qualifiers", qualifiers],
        ["direction", v.direction], ["start", v.start === undefined ? null : String(v.start)], ["end", v.end === undefined ? null : String(v.end)], ["absence", v.absence], ["note", v.note], ["carried_from", v.carried_from === undefined ? null : String(v.carried_from)],
      ]),
      raw && raw !== node.text && h("h3", null, t("printed")),
      raw && raw !== node.text && h("p", { class: "raw", lang: "ja" }, raw),
    ];
  }

  cell(node) {
    const c = node.of;
    const labels = [...(c.labels?.left ?? []), ...(c.labels?.above ?? [])];
    return [
      facts([["captured", labels.length > 0 && labels.map((l) => h("span", { class: "chip", lang: "ja" }, oneLine(l).slice(0, 60)))], ["status", c.status && ja(status(c.status))], ["shaded", c.fill]]),
      c.raw !== c.text && h("h3", null, t("printed")),
      c.raw !== c.text && h("p", { class: "raw", lang: "ja" }, c.raw),
    ];
  }

  finding(node) {
    return [
      node.group ? null : h("p", { class: "soft" }, h("code", null, node.code)),
      node.means && h("h3", null, t("help-means")), node.means && h("p", { class: "means" }, quoted(node.means)),
      node.help && h("h3", null, t("help-to-do")), node.help && h("p", { class: "help" }, quoted(node.help)),
      node.group && h("ul", { class: "links" }, node.children.slice(0, 200).map((child) => h("li", null, this.link(child, quoted(child.text))))),
      node.values?.length > 0 && h("h3", null, t("here-too")),
      node.values?.length > 0 && h("ul", { class: "links" }, node.values.slice(0, 20).map((value) => h("li", null, this.link(value, short(value))))),
    ];
  }

  difference(node) {
    const d = node.of;
    const [left, right] = compared(d.expected, d.found);
    return [
      h("p", { class: "chips" }, h("span", { class: `chip kind ${d.kind}` }, t(d.kind)), d.expected_failure && h("span", { class: "chip" }, t("expected-failure"))),
      h("div", { class: "sides" },
        h("div", { class: "side" }, h("h3", null, t("expected")), h("p", { lang: "ja", class: d.expected === undefined ? "none" : null }, d.expected === undefined ? t("not-there") : left)),
        h("div", { class: "side" }, h("h3", null, t("found")), h("p", { lang: "ja", class: d.found === undefined ? "none" : null }, d.found === undefined ? t("not-there") : right))),
      node.target && h("p", null, this.link(node.target, short(node.target))),
    ];
  }

  // Differences and findings at the same place.
  around(node) {
    const out = [];
    if (node.differences.length) out.push(h("h3", null, t("differences")), ...node.differences.map((d) => h("div", { class: "card differs" }, this.link(d, `${t(d.of.kind)} · ${d.of.field}`), ...this.difference(d).slice(1, 2))));
    if (node.findings.length) out.push(h("h3", null, t("findings")), ...node.findings.slice(0, 12).map((f) => h("div", { class: `card ${f.severity}` }, this.link(f, quoted(f.text)), h("p", { class: "soft" }, quoted(f.help)))));
    return out;
  }

  places(node) {
    const listed = node.id === "plan.municipality_code" && (this.model.reasons.of[node.id] ?? []).some(([, what, text]) => what === "from" && text.startsWith("the list of municipalities"));
    if (listed) return [h("h3", null, t("place")), h("p", { class: "soft" }, t("from-list"))];
    if (!node.at.length && !node.away.length) return [];
    const rules = [...new Set(node.at.map((a) => a.rule).filter(Boolean))];
    const lines = node.at.slice(0, 8).map((a) => h("li", null, h("button", { class: "place", onclick: () => this.goTo(a) },
      [t("on", a.page), a.table, a.row !== undefined && t("row", a.row), a.col !== undefined && t("column", a.col)].filter(Boolean).join(" · "),
      h("span", { class: "box" }, a.box.map((v) => Math.round(v)).join(" "))), a.from_ocr !== undefined && h("span", { class: "soft" }, ` ${t("from-ocr")} ${percent(a.from_ocr)}`)));
    lines.push(...[...new Set(node.away.map((a) => a.page))].slice(0, 8).map((page) => h("li", { class: "soft" }, t("away", page))));
    if (node.at.length > 8) lines.push(h("li", { class: "soft" }, t("and-more", node.at.length - 8)));
    return [
      h("h3", null, t("place")), h("ul", { class: "places" }, lines),
      rules.length > 0 && h("h3", null, t("rule")), rules.length > 0 && h("p", { class: "rules" }, rules.map((r) => h("code", null, r))),
    ];
  }

  reasons(node) {
    if (!node) return [];
    const chain = this.model.reasons.of[node.ask ?? node.id];
    const asked = node.tab === "items" || node.tab === "indicators" || node.tab === "legend";
    if (!chain?.length) {
      if (!asked || node.kind === "plan") return [];
      return [h("h3", null, t("why")), h("p", { class: "soft" }, t(this.model.reasons.without ? "too-many" : "no-why"))];
    }
    return [h("h3", null, t("why")), h("ol", { class: "chain" }, chain.map(([depth, what, text]) => h("li", { class: `depth${depth}` }, h("span", { class: "what" }, reason(what)), h("span", { class: "says", lang: "en" }, quoted(text)))))];
  }

  link(node, text) {
    return h("button", { class: "link", lang: node.kind === "finding" ? null : "ja", onclick: () => this.choose(node, "detail") }, text);
  }
}

const percent = (share) => `${Math.round(share * 100)} %`;

function short(node) {
  const text = oneLine(node.group ? node.code : node.kind === "table" ? tableName(node) : node.text);
  const name = [node.number, node.label && (node.own ? t(node.label) : node.label), text.length > 36 ? `${text.slice(0, 35)}…` : text];
  return name.filter(Boolean).join(" ");
}

// Names with values; without those that say nothing.
function facts(pairs) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "");
  return told.length ? h("dl", { class: "facts" }, told.map(([name, value]) => [h("dt", null, t(name)), h("dd", null, value)])) : null;
}

// A text with what is in backticks set apart.
function quoted(text) {
  return text.split("`").map((part, i) => (i % 2 ? h("q", { lang: "ja" }, part) : part));
}

// Two texts with the characters marked that only one of them has.
function compared(expected, found) {
  const [a, b] = [[...(expected ?? "")], [...(found ?? "")]];
  let [start, endA, endB] = [0, a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) endA--, endB--;
  const [inA, inB] = common(a.slice(start, endA), b.slice(start, endB));
  const side = (text, end, kept, tag) => {
    const out = [text.slice(0, start).join("")];
    for (let i = start; i < end;) {
      const same = kept[i - start];
      let j = i;
      while (j < end && kept[j - start] === same) j++;
      const piece = text.slice(i, j).join("");
      out.push(same ? piece : h(tag, null, piece));
      i = j;
    }
    out.push(text.slice(end).join(""));
    return out;
  };
  if (expected === undefined || found === undefined) return [[expected ?? ""], [found ?? ""]];
  return [side(a, endA, inA, "del"), side(b, endB, inB, "ins")];
}

// Which characters of both are in their longest common part; of very long texts none.
function common(a, b) {
  const [inA, inB] = [new Uint8Array(a.length), new Uint8Array(b.length)];
  if (!a.length || !b.length || a.length * b.length > 4e6) return [inA, inB];
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) best[i * width + j] = a[i] === b[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) inA[i++] = inB[j++] = 1;
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) i++;
    else j++;
  }
  return [inA, inB];
}
