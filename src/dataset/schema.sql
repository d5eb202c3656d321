-- What this file is: the version of the schema, and the program that made it.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every transaction that changed something: when, and how much of what.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;

-- Every file that is kept below `documents` and `pdf`, by the SHA-256 of its bytes.
CREATE TABLE contents (
  digest TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('document', 'pdf')),
  bytes INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs
) STRICT, WITHOUT ROWID;

-- Municipalities; the id is the six-digit code, or the name where the code is not known.
CREATE TABLE municipalities (
  municipality TEXT PRIMARY KEY,
  code TEXT,
  name TEXT
) STRICT, WITHOUT ROWID;

-- Plans; `next_item` and `next_indicator` count up, so that no id is ever given twice.
CREATE TABLE plans (
  plan TEXT PRIMARY KEY,
  municipality TEXT REFERENCES municipalities,
  title TEXT NOT NULL,
  stem TEXT NOT NULL,
  next_item INTEGER NOT NULL DEFAULT 1,
  next_indicator INTEGER NOT NULL DEFAULT 1,
  run INTEGER NOT NULL REFERENCES runs
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_plans_municipality ON plans (municipality);

-- Editions of plans; `position` is their order within the plan, from 0.
CREATE TABLE editions (
  edition TEXT PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans,
  position INTEGER NOT NULL,
  ordinal INTEGER,
  year INTEGER,
  has_period INTEGER NOT NULL CHECK (has_period IN (0, 1)),
  period_start INTEGER,
  period_end INTEGER,
  label TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_editions_plan ON editions (plan, position);

-- What was published as an edition, one after the other; that with the greatest number is current.
CREATE TABLE revisions (
  revision INTEGER PRIMARY KEY,
  edition TEXT NOT NULL REFERENCES editions,
  number INTEGER NOT NULL,
  document TEXT NOT NULL REFERENCES contents,
  pdf TEXT NOT NULL REFERENCES contents,
  basis TEXT NOT NULL,
  place TEXT NOT NULL,
  added TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs,
  UNIQUE (edition, number)
) STRICT;
CREATE INDEX ix_revisions_pdf ON revisions (pdf);
CREATE INDEX ix_revisions_document ON revisions (document);

-- Items over all editions of their plan.
CREATE TABLE items (
  item TEXT PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_items_plan ON items (plan, n);

-- Items as a revision has them; `local` is the id in its document.
CREATE TABLE item_states (
  revision INTEGER NOT NULL REFERENCES revisions,
  position INTEGER NOT NULL,
  item TEXT NOT NULL REFERENCES items,
  local TEXT NOT NULL,
  kind TEXT NOT NULL,
  number TEXT,
  number_key TEXT,
  title TEXT NOT NULL,
  parent TEXT REFERENCES items,
  repeats TEXT REFERENCES items,
  status_mark TEXT,
  status_meaning TEXT,
  status_code TEXT,
  flags TEXT NOT NULL,
  refs TEXT NOT NULL,
  page INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ix_item_states_item ON item_states (item, revision);
CREATE UNIQUE INDEX ix_item_states_local ON item_states (revision, local);
CREATE INDEX ix_item_states_number ON item_states (number);
CREATE INDEX ix_item_states_parent ON item_states (parent) WHERE parent IS NOT NULL;
CREATE INDEX ix_item_states_repeats ON item_states (repeats) WHERE repeats IS NOT NULL;

-- What else a revision prints of an item, by its label; all but the label is null where it was not understood.
CREATE TABLE item_fields (
  revision INTEGER NOT NULL REFERENCES revisions,
  item TEXT NOT NULL REFERENCES items,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  kind TEXT, text TEXT, raw TEXT,
  value REAL, upper REAL, out_of REAL, exact TEXT,
  unit TEXT, multiplier INTEGER, qualifiers TEXT, direction TEXT,
  start_date TEXT, end_date TEXT, absence TEXT, note TEXT,
  page INTEGER, at TEXT,
  PRIMARY KEY (revision, item, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_item_fields_item ON item_fields (item, label);

-- Indicators over all editions of their plan.
CREATE TABLE indicators (
  indicator TEXT PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plans,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_indicators_plan ON indicators (plan, n);

-- Indicators as a revision has them.
CREATE TABLE indicator_states (
  revision INTEGER NOT NULL REFERENCES revisions,
  position INTEGER NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicators,
  local TEXT NOT NULL,
  name TEXT NOT NULL,
  indicator_group TEXT,
  item TEXT REFERENCES items,
  direction TEXT,
  page INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ix_indicator_states_indicator ON indicator_states (indicator, revision);
CREATE UNIQUE INDEX ix_indicator_states_local ON indicator_states (revision, local);
CREATE INDEX ix_indicator_states_item ON indicator_states (item) WHERE item IS NOT NULL;

-- What else a revision prints of an indicator, by its label.
CREATE TABLE indicator_fields (
  revision INTEGER NOT NULL REFERENCES revisions,
  indicator TEXT NOT NULL REFERENCES indicators,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  kind TEXT, text TEXT, raw TEXT,
  value REAL, upper REAL, out_of REAL, exact TEXT,
  unit TEXT, multiplier INTEGER, qualifiers TEXT, direction TEXT,
  start_date TEXT, end_date TEXT, absence TEXT, note TEXT,
  page INTEGER, at TEXT,
  PRIMARY KEY (revision, indicator, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_indicator_fields_indicator ON indicator_fields (indicator, label);

-- Values of indicators; `exact` is the number as printed, `amount` the same with its power of ten and without needless zeros,
-- `base_amount` the same in `base_unit`: m for km, 円 for 千円.
CREATE TABLE observations (
  revision INTEGER NOT NULL REFERENCES revisions,
  indicator TEXT NOT NULL REFERENCES indicators,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  year INTEGER,
  year_text TEXT,
  text TEXT NOT NULL,
  value REAL,
  exact TEXT,
  amount TEXT,
  base_unit TEXT,
  base_amount TEXT,
  unit TEXT,
  multiplier INTEGER,
  qualifiers TEXT NOT NULL,
  page INTEGER,
  at TEXT NOT NULL,
  PRIMARY KEY (revision, indicator, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_observations_indicator ON observations (indicator, role, year);

-- What a revision says its marks mean.
CREATE TABLE legend (
  revision INTEGER NOT NULL REFERENCES revisions,
  position INTEGER NOT NULL,
  mark TEXT NOT NULL,
  meaning TEXT NOT NULL,
  code TEXT,
  scope TEXT,
  page INTEGER,
  at TEXT NOT NULL,
  PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

-- Two revisions that were compared.
CREATE TABLE comparisons (
  comparison INTEGER PRIMARY KEY,
  old INTEGER NOT NULL REFERENCES revisions,
  new INTEGER NOT NULL REFERENCES revisions,
  summary TEXT NOT NULL,
  findings TEXT NOT NULL,
  UNIQUE (old, new)
) STRICT;
CREATE INDEX ix_comparisons_new ON comparisons (new);

-- What differs between the two; `change` is the whole of it as JSON.
CREATE TABLE changes (
  comparison INTEGER NOT NULL REFERENCES comparisons,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  weight TEXT NOT NULL,
  subject TEXT NOT NULL,
  item TEXT REFERENCES items,
  indicator TEXT REFERENCES indicators,
  title TEXT,
  field TEXT,
  year INTEGER,
  before TEXT,
  after TEXT,
  direction TEXT,
  change TEXT NOT NULL,
  PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_changes_item ON changes (item) WHERE item IS NOT NULL;
CREATE INDEX ix_changes_indicator ON changes (indicator) WHERE indicator IS NOT NULL;

-- Where an item or indicator came from other than from itself: `split`, `merged`, or `joined` (they are the same).
CREATE TABLE lineage (
  id TEXT NOT NULL,
  origin TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('split', 'merged', 'joined')),
  sureness REAL NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions,
  PRIMARY KEY (id, origin, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_lineage_origin ON lineage (origin);

-- Where documents are published, and what is remembered of each place.
CREATE TABLE addresses (
  place TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  label TEXT,
  etag TEXT,
  last_modified TEXT,
  signature TEXT,
  sha256 TEXT,
  state TEXT NOT NULL CHECK (state IN ('present', 'vanished', 'failed')),
  failure TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_addresses_source ON addresses (source);

-- What is held back until a person decides, and what was decided.
CREATE TABLE reviews (
  review INTEGER PRIMARY KEY,
  held TEXT NOT NULL,
  place TEXT NOT NULL,
  pdf TEXT NOT NULL REFERENCES contents,
  basis TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES contents,
  plan TEXT REFERENCES plans,
  edition TEXT REFERENCES editions,
  key TEXT NOT NULL,
  reasons TEXT NOT NULL,
  proposal TEXT NOT NULL,
  decision TEXT CHECK (decision IN ('accepted', 'rejected', 'superseded')),
  decided TEXT,
  who TEXT,
  why TEXT
) STRICT;

-- Findings of documents.
CREATE TABLE findings (
  revision INTEGER NOT NULL REFERENCES revisions,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  message TEXT NOT NULL,
  help TEXT NOT NULL,
  page INTEGER,
  at TEXT NOT NULL,
  PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_findings_code ON findings (code);

-- Findings of the data set: a source that vanished; `settled` says since when it holds no longer.
CREATE TABLE reports (
  subject TEXT NOT NULL,
  about TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  severity TEXT NOT NULL,
  help TEXT NOT NULL,
  at TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  settled TEXT,
  PRIMARY KEY (subject, about, code, message)
) STRICT, WITHOUT ROWID;
