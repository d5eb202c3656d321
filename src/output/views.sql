-- Items with a status, with the plan and the item above them.
CREATE VIEW item_status AS
SELECT i.document, i.plan, i.edition, i.municipality_code, i.municipality,
       i.item, i.kind, i.number, i.number_key, i.title,
       i.status_mark, i.status_meaning, i.status_code,
       above.kind AS parent_kind, above.number AS parent_number, above.title AS parent_title,
       d.file_name, i.page
FROM items AS i
JOIN documents AS d ON d.document = i.document
LEFT JOIN items AS above ON above.document = i.document AND above.item = i.parent
WHERE i.status_code IS NOT NULL;

-- Items that are behind schedule.
CREATE VIEW delayed AS
SELECT * FROM item_status WHERE status_code = 'delayed';

-- How many items of each kind have which status, by document.
CREATE VIEW status_count AS
SELECT document, plan, edition, municipality_code, municipality, kind, status_code,
       count(*) AS item_count
FROM items
WHERE status_code IS NOT NULL
GROUP BY document, kind, status_code;

-- Each indicator with its first baseline, latest actual and last target side by side. `progress` is
-- the share of the way from baseline to target; null where the three do not compare.
CREATE VIEW indicator_progress AS
WITH ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY document, indicator, role
    ORDER BY value IS NULL,
             CASE WHEN role = 'baseline' THEN year ELSE -year END NULLS LAST,
             CASE WHEN role = 'baseline' THEN position ELSE -position END
  ) AS rank
  FROM indicator_values
)
SELECT n.document, n.plan, n.edition, n.municipality_code, n.municipality,
       n.indicator, n.name, n.indicator_group, n.direction, n.item, i.title AS item_title,
       b.text AS baseline_text, b.value AS baseline, b.year AS baseline_year,
       a.text AS actual_text, a.value AS actual, a.year AS actual_year,
       t.text AS target_text, t.value AS target, t.year AS target_year,
       coalesce(t.unit, a.unit, b.unit) AS unit,
       CASE WHEN b.unit IS a.unit AND a.unit IS t.unit
             AND b.multiplier IS a.multiplier AND a.multiplier IS t.multiplier
             AND b.qualifiers = '[]' AND a.qualifiers = '[]'
            THEN (a.value - b.value) / nullif(t.value - b.value, 0) END AS progress,
       n.page
FROM indicators AS n
LEFT JOIN items AS i ON i.document = n.document AND i.item = n.item
LEFT JOIN ranked AS b ON b.document = n.document AND b.indicator = n.indicator AND b.role = 'baseline' AND b.rank = 1
LEFT JOIN ranked AS a ON a.document = n.document AND a.indicator = n.indicator AND a.role = 'actual' AND a.rank = 1
LEFT JOIN ranked AS t ON t.document = n.document AND t.indicator = n.indicator AND t.role = 'target' AND t.rank = 1;

-- Findings by code: how many, in how many documents.
CREATE VIEW findings_by_code AS
SELECT code, severity, count(*) AS finding_count, count(DISTINCT document) AS document_count,
       min(help) AS help
FROM findings
GROUP BY code, severity
ORDER BY finding_count DESC, code;
