-- The current revision of each edition, with its plan and municipality.
CREATE VIEW current AS
SELECT p.plan, p.title AS plan_title, m.code AS municipality_code, m.name AS municipality,
       e.edition, e.position AS edition_position, e.label AS edition_label,
       e.ordinal AS edition_ordinal, e.year AS edition_year,
       r.revision, r.number AS revision_number, r.document, r.pdf, r.place, r.added
FROM editions AS e
JOIN plans AS p ON p.plan = e.plan
LEFT JOIN municipalities AS m ON m.municipality = p.municipality
JOIN revisions AS r ON r.edition = e.edition
WHERE r.number = (SELECT max(number) FROM revisions WHERE edition = e.edition);

-- What is compared with what: each edition with the one before it (`edition`), and each revision with the one before it (`revision`).
CREATE VIEW steps AS
WITH pairs AS (
  SELECT c.comparison, n.edition, o.edition AS edition_before, n.revision, o.revision AS revision_before,
         n.number AS n, o.number AS o, en.plan, en.position AS edition_position,
         en.position - eo.position AS distance
  FROM comparisons AS c
  JOIN revisions AS n ON n.revision = c.new
  JOIN revisions AS o ON o.revision = c.old
  JOIN editions AS en ON en.edition = n.edition
  JOIN editions AS eo ON eo.edition = o.edition
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY edition ORDER BY n DESC, o DESC) AS rank
  FROM pairs WHERE distance = 1
)
SELECT 'edition' AS step, comparison, plan, edition, edition_position, edition_before, revision, revision_before
FROM ranked WHERE rank = 1
UNION ALL
SELECT 'revision', comparison, plan, edition, edition_position, edition_before, revision, revision_before
FROM pairs WHERE distance = 0 AND n = o + 1;

-- Each item as the latest edition that has it prints it; `in_latest` says whether that is the plan's latest one.
CREATE VIEW latest_items AS
WITH ranked AS (
  SELECT s.*, c.plan, c.plan_title, c.municipality_code, c.municipality, c.edition, c.edition_label, c.pdf,
         c.edition_position = (SELECT max(position) FROM editions WHERE plan = c.plan) AS in_latest,
         row_number() OVER (PARTITION BY s.item ORDER BY c.edition_position DESC) AS rank
  FROM item_states AS s
  JOIN current AS c ON c.revision = s.revision
)
SELECT item, plan, plan_title, municipality_code, municipality, edition, edition_label, in_latest,
       kind, number, number_key, title, parent, status_mark, status_meaning, status_code, flags,
       revision, local, pdf, page, at
FROM ranked WHERE rank = 1;

-- The status of each item in each edition that has it, with the one before and which way it went.
CREATE VIEW status_history AS
WITH directions AS (
  SELECT t.edition, x.item, max(x.direction) AS direction
  FROM changes AS x
  JOIN steps AS t ON t.comparison = x.comparison AND t.step = 'edition'
  WHERE x.kind = 'status_changed' AND x.item IS NOT NULL
  GROUP BY t.edition, x.item
)
SELECT s.item, c.plan, c.municipality, c.edition, c.edition_position, c.edition_label, c.edition_year,
       s.number, s.title, s.status_mark, s.status_meaning, s.status_code,
       lag(s.status_code) OVER states AS code_before,
       lag(s.status_mark) OVER states AS mark_before,
       d.direction, s.revision, c.pdf, s.page
FROM item_states AS s
JOIN current AS c ON c.revision = s.revision
LEFT JOIN directions AS d ON d.edition = c.edition AND d.item = s.item
WINDOW states AS (PARTITION BY s.item ORDER BY c.edition_position);

-- Every value of each indicator in each edition.
CREATE VIEW indicator_series AS
SELECT o.indicator, n.local, c.plan, c.municipality, n.name, n.indicator_group, n.item,
       o.role, o.year, o.year_text, o.text, o.value, o.exact, o.amount, o.unit, o.base_unit, o.base_amount, o.multiplier, o.qualifiers,
       c.edition, c.edition_position, c.edition_label, c.edition_year, o.position,
       o.revision, c.pdf, o.page, o.at
FROM observations AS o
JOIN current AS c ON c.revision = o.revision
JOIN indicator_states AS n ON n.revision = o.revision AND n.indicator = o.indicator;

-- Numbers of the same indicator, role and year that differ from those of the edition before that prints them; `differs` is `unit` where they cannot be compared.
CREATE VIEW contradictions AS
WITH printed AS (
  SELECT DISTINCT o.indicator, o.role, o.year, o.revision, c.edition, c.edition_position, c.plan, c.municipality
  FROM observations AS o
  JOIN current AS c ON c.revision = o.revision
  WHERE o.amount IS NOT NULL AND o.year IS NOT NULL
), paired AS (
  SELECT *, lag(revision) OVER years AS revision_before, lag(edition) OVER years AS edition_before
  FROM printed
  WINDOW years AS (PARTITION BY indicator, role, year ORDER BY edition_position)
)
SELECT p.indicator, p.plan, p.municipality, n.name, n.item, p.role, p.year,
       p.edition_before, a.text AS text_before, a.value AS value_before, a.unit AS unit_before,
       a.position AS position_before, p.revision_before, a.page AS page_before,
       p.edition, p.edition_position, b.text, b.value, b.unit, b.position, p.revision, b.page,
       CASE WHEN a.base_unit <> b.base_unit THEN 'unit' ELSE 'value' END AS differs
FROM paired AS p
JOIN observations AS a ON a.revision = p.revision_before AND a.indicator = p.indicator
 AND a.role = p.role AND a.year = p.year AND a.amount IS NOT NULL
JOIN observations AS b ON b.revision = p.revision AND b.indicator = p.indicator
 AND b.role = p.role AND b.year = p.year AND b.amount IS NOT NULL
JOIN indicator_states AS n ON n.revision = p.revision AND n.indicator = p.indicator
WHERE NOT EXISTS (
  -- editions that print several numbers agree where one of them is the same; a unit that is not printed may be any
  SELECT 1 FROM observations AS x
  JOIN observations AS y ON y.revision = p.revision_before AND y.indicator = x.indicator
   AND y.role = x.role AND y.year = x.year
   AND CASE WHEN x.base_unit IS NULL OR y.base_unit IS NULL OR x.base_amount IS NULL OR y.base_amount IS NULL
            THEN y.amount = x.amount AND coalesce(x.base_unit = y.base_unit, 1)
            ELSE y.base_unit = x.base_unit AND y.base_amount = x.base_amount END
  WHERE x.revision = p.revision AND x.indicator = p.indicator AND x.role = p.role AND x.year = p.year
);

-- What differs in substance between each edition and the one before it, or between revisions of one edition.
CREATE VIEW changes_that_matter AS
SELECT t.plan, t.step, t.edition_before, t.edition, t.edition_position, x.position, x.kind, x.subject,
       x.item, x.indicator, x.title, x.field, x.year, x.before, x.after, x.direction,
       t.revision_before, t.revision, x.change
FROM steps AS t
JOIN changes AS x ON x.comparison = t.comparison
WHERE x.weight = 'substantive';
