// The page as a whole: what is selected, filters, keys.

const state = { document: 0, tab: "items", node: null, search: "", filter: "" };
let model = null;
let chosen = [];

const list = new List((node, from) => select(node, from));
const pages = new Pages((there) => pickFrom(there));
const detail = new Detail((node, from) => select(node, from), (at) => {
  pane("pages");
  pages.show([at, ...(state.node?.at ?? []).filter((a) => a !== at)], true);
});
let opening = 0;

async function openDocument(index, wanted) {
  const turn = ++opening;
  const data = JSON.parse(await (await unpacked(`data-${index}`)).text());
  // another was chosen meanwhile
  if (turn !== opening) return;
  state.document = index;
  state.node = null;
  model = new Model(DOCUMENTS[index], data);
  list.open.clear();
  if (!model.counts[state.tab]) state.tab = model.counts.items || !model.counts.tables ? "items" : "tables";
  if (model.differences.length) state.tab = "differences";
  pages.fill(model, index);
  dress();
  const node = wanted && model.nodes.get(wanted);
  if (node) select(node, "hash");
  else detail.show(model, null);
  document.body.dataset.ready = "";
}

// Everything that has words in it.
function dress() {
  translate();
  const d = model.document;
  $("title").textContent = d.plan.title ?? DOCUMENTS[state.document].name;
  document.title = $("title").textContent;
  const rule = d.rule ? `${t("read-by")} ${d.rule.id}` : t("no-rule");
  $("source").replaceChildren(ja(DOCUMENTS[state.document].name), ` · ${rule}`);
  $("page-count").textContent = t("of", model.choice.pages.length);
  $("lang").textContent = lang === "ja" ? "EN" : "日本語";
  theme(stored.get("theme") ?? "auto");
  documentsChoice();
  filters();
  layers();
  tabs();
  refill();
}

function documentsChoice() {
  const choice = $("documents-choice");
  choice.hidden = DOCUMENTS.length < 2;
  choice.setAttribute("aria-label", t("plan"));
  choice.replaceChildren(...DOCUMENTS.map((d, i) => h("option", { value: i, selected: i === state.document }, d.differences ? `${d.name} · ${t("sum-differences", d.differences)}` : d.name)));
}

function tabs() {
  $("tabs").replaceChildren(...TABS.filter(hasTab).map((tab, i) => h("button", {
    role: "tab", id: `tab-${tab}`, class: tab, "aria-selected": String(tab === state.tab), "aria-controls": "panel", tabindex: tab === state.tab ? 0 : -1,
    "aria-keyshortcuts": String(i + 1), onclick: () => openTab(tab),
  }, t(tab), " ", h("span", { class: "count" }, String(model.counts[tab])))));
  for (const id of ["list", "panel"]) $(id).setAttribute("aria-labelledby", `tab-${state.tab}`);
}

const hasTab = (tab) => tab === "items" || model.counts[tab] > 0 || (tab === "differences" && model.compared);

function openTab(tab) {
  if (!hasTab(tab)) return;
  const focus = document.activeElement?.getAttribute("role") === "tab";
  state.tab = tab;
  tabs();
  refill();
  $("list").scrollTop = 0;
  if (state.node?.tab === tab) list.show(state.node);
  if (focus) $(`tab-${tab}`).focus();
}

function filters() {
  const option = (value, text) => h("option", { value, selected: value === state.filter }, text);
  const codes = [...model.codes].map(([code, n]) => option(code, `${code} (${n})`));
  $("filter").replaceChildren(
    option("", t("all")), model.codes.size > 0 && option("*", t("with-findings")) || "", model.compared && option("!", t("with-differences")) || "",
    codes.length ? h("optgroup", { label: t("findings") }, codes) : "");
  $("filter").hidden = !model.codes.size && !model.compared;
}

// The nodes of a tab that fit search and filter, with all that they are under; null for all.
function fitting(tab) {
  const wanted = folded(state.search.trim());
  if (!wanted && !state.filter) return null;
  const fits = new Set();
  fits.hits = 0;
  const own = (node) => {
    const fit = (!wanted || searched(node).includes(wanted)) && ofFilter(node);
    if (fit && !node.group) fits.hits++;
    return fit;
  };
  const walk = (node) => {
    let any = own(node);
    for (const child of node.children) any = walk(child) || any;
    if (any) fits.add(node);
    return any;
  };
  model.roots[tab].forEach(walk);
  return fits;
}

function ofFilter(node) {
  if (!state.filter) return true;
  if (state.filter === "!") return node.kind === "difference" || node.differences.length > 0;
  const findings = node.kind === "finding" ? [node] : node.findings;
  return findings.some((f) => state.filter === "*" || f.code === state.filter);
}

function refill() {
  const fits = Object.fromEntries(TABS.map((tab) => [tab, fitting(tab)]));
  list.fill(model, state.tab, fits[state.tab], state.node);
  for (const tab of TABS.filter(hasTab)) $(`tab-${tab}`).lastChild.textContent = String(fits[tab]?.hits ?? model.counts[tab]);
  const none = $("empty");
  none.hidden = list.rows.length > 0;
  none.textContent = t(state.search || state.filter ? "nothing-fits" : state.tab === "differences" ? "no-differences" : "nothing-there");
}

function layers() {
  const there = LAYERS.filter((layer) => [...model.onPage.values()].some((places) => places.some((p) => p.node.layer === layer)));
  $("layers").replaceChildren(...there.map((layer) => h("label", { class: `layer-toggle ${layer}` },
    h("input", { type: "checkbox", checked: pages.visible(layer), onchange: (e) => pages.toggle(layer, e.target.checked) }), h("span", { class: `key ${layer}` }), t(layer))));
  for (const layer of LAYERS) pages.toggle(layer, pages.visible(layer));
}

function select(node, from) {
  state.node = node;
  if (node && node.tab !== state.tab) {
    state.tab = node.tab;
    tabs();
    refill();
  }
  if (node && list.fits && !list.fits.has(node)) {
    state.search = $("search").value = state.filter = $("filter").value = "";
    refill();
  }
  if (node && (from === "list" || from === "hash")) pane("detail");
  if (node) list.show(node);
  else list.mark(null);
  pages.show(lights(node), from !== "page");
  detail.show(model, node);
  const hash = node ? `#${state.document}/${encodeURIComponent(node.id)}` : `#${state.document}`;
  if (from !== "hash") history.replaceState(null, "", hash);
  if (node && from !== "page") $("said").textContent = node.at[0] ? t("selected", `${heading(node)} ${oneLine(node.text).slice(0, 200)}`, node.at[0].page) : oneLine(node.text).slice(0, 200);
  else if (node) $("said").textContent = `${heading(node)} ${oneLine(node.text).slice(0, 200)}`;
}

// The places of a node; of a field that nothing was read for, those of what it is a field of.
function lights(node) {
  if (!node || node.at.length) return node?.at ?? [];
  return node.parent && node.parent.kind !== "plan" && !node.away.length ? node.parent.at : [];
}

// A click on a page: the smallest thing there; again, the next larger.
function pickFrom(there) {
  if (!there.length) return select(null, "page");
  const same = there.length === chosen.length && there.every((node, i) => node === chosen[i]);
  const next = same ? there.indexOf(state.node) + 1 : 0;
  chosen = there;
  select(there[next % there.length], "page");
}

// The next or previous difference, else finding.
function change(by) {
  const tab = state.tab === "findings" ? "findings" : state.tab === "differences" || model.differences.length ? "differences" : "findings";
  const all = tab === "findings" ? model.roots.findings.flatMap((group) => group.children) : model.roots.differences;
  const open = all.filter((node) => (tab === "differences" ? true : ofFilter(node)));
  if (!open.length) return;
  const i = open.indexOf(state.node);
  select(open[i < 0 ? (by > 0 ? 0 : open.length - 1) : (i + by + open.length) % open.length], "key");
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  $("theme").textContent = t(`theme-${name}`);
}

function help() {
  const rows = [["j k ↓ ↑", "key-next"], ["← →", "key-open"], ["n p", "key-change"], ["Enter", "key-enter"], ["/", "key-search"], ["1 – 8", "key-tabs"], ["+ − 0", "key-zoom"], ["g", "key-page"], ["[ ]", "key-left"], ["Tab", "key-tab"], ["Esc", "key-esc"], ["?", "key-help"]];
  $("help").replaceChildren(h("h2", { id: "help-title" }, t("help")),
    h("dl", null, rows.map(([keys, what]) => [h("dt", null, keys.split(" ").map((key) => h("kbd", null, key))), h("dd", null, t(what))])),
    h("p", { class: "soft" }, t("key-click")),
    h("p", null, h("label", null, h("input", { type: "checkbox", id: "letters", checked: letters(), onchange: (e) => stored.set("letters", (withLetters = e.target.checked) ? "on" : "off") }), " ", t("letters"))),
    h("button", { id: "help-close", onclick: () => $("help").close() }, t("close")));
  $("help").showModal();
}

// Whether keys of one character do something: who speaks to a machine, or slips, may want them off.
let withLetters = stored.get("letters") !== "off";
const letters = () => withLetters;

function turnPage(by) {
  const i = (pages.current()?.i ?? NaN) + by;
  if (pages.sheets[i]) pages.go(pages.sheets[i].number);
}

const KEYS = {
  j: () => move(1), k: () => move(-1), n: () => change(1), p: () => change(-1),
  "/": () => (pane("list"), $("search").select()), "?": help, g: () => $("page-number").select(),
  "+": () => pages.zoom(1.25), "=": () => pages.zoom(1.25), "-": () => pages.zoom(0.8), 0: () => pages.fitted(), "[": () => turnPage(-1), "]": () => turnPage(1),
};

function move(by) {
  const node = list.step(by);
  if (node) select(node, "key");
}

function inList(event) {
  const node = state.node && list.at.has(state.node) ? state.node : null;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Home") list.rows.length && select(list.rows[0], "key");
  else if (event.key === "End") list.rows.length && select(list.rows.at(-1), "key");
  else if (event.key === "ArrowRight" && node?.children.length) list.isOpen(node) ? move(1) : list.toggle(node, true);
  else if (event.key === "ArrowLeft" && node) node.children.length && list.isOpen(node) ? list.toggle(node, false) : node.parent && select(node.parent, "key");
  else if (event.key === "Enter") pane("detail"), $("detail").focus();
  else return false;
  return true;
}

// Enter in the pages chooses the first value in sight; from there arrows go on in the order of places.
let walking = false;
function inPages(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key !== "Enter" && !(by && walking && state.node)) return false;
  const all = pages.inOrder();
  const i = all.indexOf(state.node);
  const node = event.key === "Enter" ? pages.firstInSight(all) : i < 0 ? pages.firstInSight(all) : all[i + by];
  walking = true;
  if (node) select(node, "key");
  return true;
}

// Undoes one thing: what is written in the search, else what is filtered, else what is selected.
function escape(target) {
  const within = $("detail").contains(target);
  if (within || (target.id === "search" && !$("search").value)) {
    pane("list");
    return $("list").focus();
  }
  if (state.search || $("search").value) clear("search");
  else if (state.filter && !target.matches("input, select")) clear("filter");
  else if (!target.matches("input, select")) walking = false, select(null, "key");
  if (target.matches("input:not([type=checkbox]), select")) $("list").focus();
}

function clear(what) {
  clearTimeout(typing);
  state[what] = $(what).value = "";
  refill();
  if (state.node) list.show(state.node);
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.ctrlKey || event.metaKey || event.altKey || $("help").open || !model) return;
  const target = event.target;
  if (event.key === "Escape") return escape(target);
  if (target.matches("input:not([type=checkbox]), select")) return;
  if (pressed(event, target)) event.preventDefault();
});

// Whether a key did something.
function pressed(event, target) {
  if (target === $("list") && inList(event)) return true;
  if (target === $("pages") && inPages(event)) return true;
  if (target === document.body && /^Arrow(Up|Down)$/.test(event.key)) return move(event.key === "ArrowDown" ? 1 : -1), true;
  if (target.matches("[role=tab]") && /^Arrow(Left|Right)$/.test(event.key)) {
    const there = TABS.filter(hasTab);
    openTab(there[(there.indexOf(state.tab) + (event.key === "ArrowRight" ? 1 : -1) + there.length) % there.length]);
    return true;
  }
  if (!withLetters) return false;
  if (/^[1-9]$/.test(event.key)) {
    const tab = TABS.filter(hasTab)[event.key - 1];
    if (tab) openTab(tab);
    return true;
  }
  if (!Object.hasOwn(KEYS, event.key)) return false;
  KEYS[event.key]();
  return true;
}

let typing = 0;
$("search").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => { state.search = $("search").value; refill(); }, 60);
});
$("search").addEventListener("keydown", (event) => {
  if (composing(event) || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  clearTimeout(typing);
  state.search = $("search").value;
  refill();
  const first = list.rows.find((node) => folded(node.text.replaceAll("`", "")).includes(folded(state.search.trim()))) ?? list.rows[0];
  if (first) select(first, "key");
  $("list").focus();
});
$("filter").addEventListener("change", () => { state.filter = $("filter").value; refill(); });
$("page-number").addEventListener("change", () => { if (!pages.go(Number(folded($("page-number").value)))) pages.scrolled(); });
$("page-number").addEventListener("keydown", (event) => { if (!composing(event) && event.key === "Enter" && pages.go(Number(folded(event.target.value)))) pages.e.focus(); });
$("documents-choice").addEventListener("change", (event) => {
  const index = Number(event.target.value);
  history.replaceState(null, "", `#${index}`);
  openDocument(index);
});
$("switch").addEventListener("click", (event) => event.target.dataset.to && pane(event.target.dataset.to));
const arranged = () => ($("layers-box").open = !narrow.matches);
narrow.addEventListener("change", arranged);
$("smaller").addEventListener("click", () => pages.zoom(0.8));
$("larger").addEventListener("click", () => pages.zoom(1.25));
$("fit").addEventListener("click", () => pages.fitted());
$("keys").addEventListener("click", help);
$("theme").addEventListener("click", () => {
  const next = { auto: "light", light: "dark", dark: "auto" }[document.documentElement.dataset.theme];
  stored.set("theme", next);
  theme(next);
});
$("lang").addEventListener("click", () => {
  lang = lang === "ja" ? "en" : "ja";
  stored.set("lang", lang);
  dress();
  if (state.node) list.show(state.node);
  detail.show(model, state.node);
});

function fromHash() {
  const [, index, id] = /^#(\d+)(?:\/(.*))?$/.exec(location.hash) ?? [];
  const there = index !== undefined && DOCUMENTS[index] ? Number(index) : 0;
  return [there, id === undefined ? null : unescaped(id)];
}

// What an address says; null where it is not written as addresses are.
function unescaped(text) {
  try { return decodeURIComponent(text); } catch { return null; }
}

addEventListener("hashchange", () => {
  const [index, id] = fromHash();
  if (index !== state.document) openDocument(index, id);
  else if (id !== (state.node?.id ?? null)) select(model.nodes.get(id) ?? null, "hash");
});

pane("list");
arranged();
translate();
if (typeof DecompressionStream === "undefined") $("said").classList.remove("unseen"), $("said").textContent = t("no-stream");
else openDocument(...fromHash());
