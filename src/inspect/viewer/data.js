// What is in the page, unpacked when it is needed; and small helpers.

const $ = (id) => document.getElementById(id);
const DOCUMENTS = JSON.parse($("documents").textContent);

// An element with attributes and children; texts are texts.
function h(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") e.className = value;
    else if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

const SVG = "http://www.w3.org/2000/svg";
function svg(tag, attributes) {
  const e = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) e.setAttribute(name, value);
  return e;
}

// A text of the document, in its language.
const ja = (text) => h("span", { lang: "ja" }, text);

async function unpacked(id) {
  const text = atob($(id).textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream);
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

// A text as it is searched: width and case are one.
const folded = (text) => text.normalize("NFKC").toLowerCase();

// Keys that an input method takes: they choose a reading, and nothing of this page.
const composing = (event) => event.isComposing || event.keyCode === 229;

const calm = matchMedia("(prefers-reduced-motion: reduce)");

// Windows that have room for one part at a time; the same width is in the style.
const narrow = matchMedia("(max-width: 44rem)");

// Brings a part to the front, where there is room for one.
function pane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("#switch button")) button.setAttribute("aria-pressed", String(button.dataset.to === name));
}
