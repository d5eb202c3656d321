// What the page says in both languages.

const WORDS = {
  en: {
    items: "Items", indicators: "Indicators", tables: "Tables", legend: "Legend", text: "Text", findings: "Findings",
    differences: "Differences", outside: "Not in the data", cells: "Cells", marks: "Marks",
    skip: "Skip to the list of values", view: "View", page: "Page", smaller: "Smaller (−)", larger: "Larger (+)",
    fit: "Fit the width (0)", "other-language": "日本語で表示", theme: "Light or dark", keys: "Keys (?)",
    values: "Values", kinds: "Kinds of values", search: "Search", filter: "Only", pages: "Pages", layers: "Show on the page",
    detail: "Selection", of: "of {0}", "theme-auto": "Auto", "theme-light": "Light", "theme-dark": "Dark",
    all: "Everything", "with-findings": "With a finding", "with-differences": "With a difference",
    "no-differences": "No difference", "nothing-fits": "Nothing here fits.", "nothing-there": "There is nothing of this kind.",
    plan: "Plan", title: "Title", municipality: "Municipality", municipality_code: "Code", edition: "Edition",
    publisher: "Publisher", published: "Published", period: "Period", status: "Status", number: "Number", flags: "Flags",
    refs: "Refers to", parent: "Under", repeats: "Repeats", baseline: "Baseline", actual: "Actual", target: "Target",
    vision: "Vision", policy: "Policy", measure: "Measure", submeasure: "Submeasure", action: "Action", group: "Group", priority: "Priority",
    item: "Item", indicator: "Indicator", table: "Table", cell: "Cell", section: "Section", footnote: "Footnote", finding: "Finding",
    mark: "Mark", value: "Value", ruby: "Reading", error: "Error", warning: "Warning", info: "Note",
    "header-cell": "Header cell", printed: "As printed", typed: "Read as", place: "Place", rule: "Rule", why: "Chain of reasons",
    "no-why": "No reason is kept for this: it was read without a rule.", "too-many": "There are so many values that this one has no chain of reasons. Ask for it: keikaku explain FILE ITEM.",
    expected: "Expected", found: "Found", "not-there": "not there", missing: "Missing", surplus: "Surplus", different: "Different", print: "Print", difference: "Difference",
    "expected-failure": "known failure", "help-means": "What it means", "help-to-do": "What to do", "here-too": "Also here", unread: "printed and not understood",
    row: "row {0}", column: "column {0}", box: "box", on: "page {0}", rows: "{0} × {1}", "and-more": "and {0} more", away: "page {0} (not in this file)", "from-list": "Not printed: it is from the built-in list of municipalities, by the name of the municipality.",
    welcome: "Click a value to see its place; click a place to see its value.", "read-by": "Read by", "no-rule": "Read without a rule",
    "sum-findings": "{0} findings", "sum-differences": "{0} differences", "sum-pages": "{0} pages",
    rebuilt: "Reconstruction from what was read: ", unreadable: "the file could not be drawn.", timeout: "drawing took too long.", "given-up": "other pages took too long to draw.", stopped: "there was no more time to draw it.",
    failed: "the drawing failed.", large: "the drawing is too large.",
    furniture: "page number or running head", hidden: "not seen by a reader", lost: "lost", twice: "in two places", suspect: "of a font that cannot be trusted", reads: "Text", level: "Level {0}",
    evidence: "Found by", sureness: "Sure", captured: "Labels", kind: "Kind", unit: "Unit", year: "Year", multiplier: "Multiplier", upper: "Upper end",
    out_of: "Out of", qualifiers: "Qualifiers", direction: "Direction", start: "From", end: "Until", absence: "Absence", note: "Note",
    carried_from: "Carried from row", shaded: "Shaded", code: "Code", meaning: "Meaning", scope: "Holds for", selected: "{0}, page {1}", "from-ocr": "Recognised, sure to",
    "key-next": "next or previous value", "key-change": "next or previous difference, else finding", "key-search": "search",
    "key-tabs": "kinds of values", "key-zoom": "zoom, fit the width", "key-page": "go to a page", "key-esc": "close, clear", "key-open": "open or close what is under a value",
    "key-tab": "from part to part", "key-click": "on a page: the smallest thing there; again: the next larger", "close": "Close", "key-left": "page up and down", help: "Keys", "key-help": "these keys", parts: "Parts", "key-enter": "on the pages: the first value in sight; then ↓ ↑ in order of place", letters: "Keys of one letter or sign",
    "no-stream": "This browser is too old for this page: it cannot unpack what is in it.",
  },
  ja: {
    items: "施策", indicators: "指標", tables: "表", legend: "凡例", text: "本文", findings: "指摘",
    differences: "差異", outside: "データ外", cells: "セル", marks: "記号",
    skip: "値の一覧へ移動", view: "表示", page: "ページ", smaller: "縮小（−）", larger: "拡大（+）",
    fit: "幅に合わせる（0）", "other-language": "Show in English", theme: "明暗の切替", keys: "キー操作（?）",
    values: "値", kinds: "値の種類", search: "検索", filter: "絞り込み", pages: "ページ", layers: "ページ上に表示",
    detail: "選択中", of: "／ {0}", "theme-auto": "自動", "theme-light": "明", "theme-dark": "暗",
    all: "すべて", "with-findings": "指摘あり", "with-differences": "差異あり",
    "no-differences": "差異なし", "nothing-fits": "該当するものはありません。", "nothing-there": "この種類の値はありません。",
    plan: "計画", title: "題名", municipality: "自治体", municipality_code: "団体コード", edition: "版",
    publisher: "発行者", published: "発行日", period: "計画期間", status: "進捗", number: "番号", flags: "区分",
    refs: "参照", parent: "上位", repeats: "再掲元", baseline: "現状値", actual: "実績値", target: "目標値",
    vision: "めざす姿", policy: "基本方針", measure: "施策", submeasure: "施策内容", action: "取組", group: "見出し", priority: "重点取組",
    item: "項目", indicator: "指標", table: "表", cell: "セル", section: "節", footnote: "脚注", finding: "指摘",
    mark: "記号", value: "値", ruby: "ルビ", error: "エラー", warning: "警告", info: "情報",
    "header-cell": "見出しセル", printed: "印字のまま", typed: "読み取り", place: "位置", rule: "ルール", why: "根拠",
    "no-why": "ルールを使わずに読み取ったため、根拠はありません。", "too-many": "値が多いため、この値の根拠は省かれています。keikaku explain FILE ITEM で確認できます。",
    expected: "正解", found: "結果", "not-there": "なし", missing: "欠落", surplus: "余分", different: "相違", print: "表記", difference: "差異",
    "expected-failure": "既知の不一致", "help-means": "意味", "help-to-do": "対処", "here-too": "同じ場所", unread: "印字はあるが解釈できない",
    row: "{0}行", column: "{0}列", box: "枠", on: "{0}ページ", rows: "{0} × {1}", "and-more": "ほか{0}件", away: "{0}ページ（このファイルにはありません）", "from-list": "印字はありません。自治体名から、組み込みの自治体一覧によって補ったものです。",
    welcome: "値を選ぶと位置が、ページ上を押すと値が示されます。", "read-by": "使ったルール:", "no-rule": "ルールを使わずに読み取り",
    "sum-findings": "指摘 {0}件", "sum-differences": "差異 {0}件", "sum-pages": "{0}ページ",
    rebuilt: "読み取り結果からの再現です：", unreadable: "ファイルを描画できません。", timeout: "描画に時間がかかりすぎました。", "given-up": "ほかのページの描画に時間がかかりすぎました。", stopped: "描画する時間が残っていませんでした。",
    failed: "描画に失敗しました。", large: "描画が大きすぎます。",
    furniture: "柱・ノンブル", hidden: "目に見えない文字", lost: "どこにも収録されていない文字", twice: "二か所に収録された文字", reads: "文字", level: "第{0}階層",
    evidence: "判定の手がかり", sureness: "確からしさ", captured: "見出し", kind: "種類", unit: "単位", year: "年度", multiplier: "倍率", upper: "上限",
    out_of: "母数", qualifiers: "修飾", direction: "方向", start: "始", end: "終", absence: "値なし", note: "注",
    rulings: "罫線", boxes: "並んだ枠", "horizontal-rules": "横罫線", shading: "塗りの帯", alignment: "文字のそろい",
    "render-mode": "描かない指定の文字", clipped: "切り抜きの外", "zero-size": "大きさが0", "white-on-white": "白地に白い文字", "optional-content": "非表示のレイヤー", unsaid: "読まないと指定された文字", suspect: "正しくない文字",
    carried_from: "引継元の行", shaded: "網掛け", code: "コード", meaning: "意味", scope: "適用範囲", selected: "{0}、{1}ページ", "from-ocr": "文字認識の確からしさ",
    "key-next": "次・前の値", "key-change": "次・前の差異（なければ指摘）", "key-search": "検索",
    "key-tabs": "値の種類", "key-zoom": "拡大・縮小・幅に合わせる", "key-page": "ページへ移動", "key-esc": "閉じる・解除", "key-open": "下位を開く・閉じる",
    "key-tab": "区画の移動", "key-click": "ページ上：最小の要素、もう一度で外側の要素", "close": "閉じる", "key-left": "前後のページ", help: "キー操作", "key-help": "この一覧", parts: "区画", "key-enter": "ページ上：見えている最初の値。以後は ↓ ↑ で位置の順", letters: "1文字のキー操作を使う",
    "no-stream": "このブラウザーは古いため、内容を展開できません。",
  },
};

// The words before the lines of a chain of reasons, which are in English.
const REASONS = {
  at: "箇所", captures: "キャプチャ", carried: "引き継ぎ", cell: "セル", code: "コード", column: "列", columns: "列", direction: "方向", entry: "記載", field: "欄",
  fields: "欄", finding: "指摘", flag: "目印", flags: "目印", from: "由来", header: "見出し", heading: "見出し", help: "対処", "leads to": "結果", legend: "凡例",
  mark: "記号", marks: "記号", name: "名前", nearest: "近いもの", normalised: "正規化", not: "不一致", number: "番号", of: "対象", paired: "対応付け", paragraph: "段落",
  parent: "上位", printed: "印刷", "read as": "読み方", refs: "参照", role: "役割", rule: "ルール", section: "節", shaded: "網掛け", status: "進捗", table: "表",
  "there are": "候補", title: "題名", tried: "試したもの", type: "種類", unit: "単位", used: "使用", value: "値", values: "値", weak: "弱い点", why: "理由", year: "年度",
  "…": "…",
};

// What a reader chose; a page from a file may keep nothing.
const stored = {
  get(key) { try { return localStorage.getItem(`keikaku.${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`keikaku.${key}`, value); } catch { /* then it is for this time only */ } },
};

// What a reader chose before goes before what the page was written in.
const chosenBefore = stored.get("lang");
let lang = (chosenBefore in WORDS ? chosenBefore : document.documentElement.lang) === "ja" ? "ja" : "en";

// A word of the page; what it has none for is shown as it is.
function t(key, ...values) {
  const word = WORDS[lang][key] ?? key;
  return word.replace(/\{(\d)\}/g, (_, i) => String(values[i] ?? ""));
}

// The word before a line of a chain of reasons.
function reason(what) {
  return lang === "ja" ? REASONS[what] ?? WORDS.ja[what] ?? what : what;
}

// Words that stand in the markup.
function translate() {
  document.documentElement.lang = lang;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  for (const e of document.querySelectorAll("[data-t-title]")) e.title = t(e.dataset.tTitle);
  for (const e of document.querySelectorAll("[data-t-label]")) e.setAttribute("aria-label", t(e.dataset.tLabel));
  for (const e of document.querySelectorAll("[data-t-placeholder]")) e.placeholder = t(e.dataset.tPlaceholder);
}
