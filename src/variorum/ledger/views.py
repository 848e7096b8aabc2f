"""The views that people query, in Datasette, DuckDB or psql: `accounts`, `tolls` and `events` as they stand now,
without superseded versions and readings; and the full-text search over reports.
"""

from __future__ import annotations

ACCOUNTS = """
CREATE VIEW accounts AS
SELECT a.id, m.event, a.report, r.publisher, r.published, r.title, r.url, a.type, a.sub_type, a.main, a.label,
       a.first_day, a.last_day, a.date_prec, a.country, a.admin1, a.locality, a.place, a.lat, a.lon, a.where_prec,
       a.prio_grid, a.at AS added
FROM account a
JOIN report r ON r.id = a.report
JOIN membership m ON m.account = a.id
WHERE NOT EXISTS (SELECT 1 FROM membership n WHERE n.account = m.account AND n.number > m.number)
  AND NOT EXISTS (SELECT 1 FROM report v WHERE v.url = r.url AND v.number > r.number)
  AND NOT EXISTS (SELECT 1 FROM reading g
                  WHERE g.report = a.report AND g.changed AND g.number > coalesce(a.reading, 0))
"""

TOLLS = """
CREATE VIEW tolls AS
SELECT c.id, a.event, c.account, c.report, a.publisher, a.published, c.outcome, c.low, c.high, c.approx, c.group_text,
       c.group_category, c.stance, c.source, o.origin, c.quote, c.span_start, c.span_end, c.part_of, c.confidence,
       c.at AS added
FROM claim c
JOIN accounts a ON a.id = c.account
LEFT JOIN origin o ON o.claim = c.id
     AND NOT EXISTS (SELECT 1 FROM origin p WHERE p.claim = o.claim AND p.number > o.number)
WHERE c.kind = 'tolls'
"""

EVENTS = """
CREATE VIEW events AS
SELECT a.event AS id, count(*) AS accounts, count(DISTINCT a.report) AS reports, min(a.first_day) AS first_day,
       max(a.last_day) AS last_day, min(a.country) AS country, min(a.published) AS first_published,
       max(a.published) AS last_published,
       min((SELECT min(c.low) FROM claim c WHERE c.account = a.id AND c.kind = 'tolls' AND c.outcome = 'killed'
            AND c.stance = 'asserted' AND c.part_of IS NULL)) AS killed_lowest,
       max((SELECT max(c.low) FROM claim c WHERE c.account = a.id AND c.kind = 'tolls' AND c.outcome = 'killed'
            AND c.stance = 'asserted' AND c.part_of IS NULL)) AS killed_highest
FROM accounts a
GROUP BY a.event
"""

SEARCH_IN_SQLITE = (
    """
    CREATE VIRTUAL TABLE report_search
    USING fts5(title, text, content='report', content_rowid='number', tokenize='porter unicode61')
    """,
    """
    CREATE TRIGGER report_searched AFTER INSERT ON report BEGIN
        INSERT INTO report_search(rowid, title, text) VALUES (NEW.number, NEW.title, NEW.text);
    END
    """,
    """
    CREATE TRIGGER report_searched_anew AFTER UPDATE ON report BEGIN
        INSERT INTO report_search(report_search, rowid, title, text) VALUES ('delete', OLD.number, OLD.title, OLD.text);
        INSERT INTO report_search(rowid, title, text) VALUES (NEW.number, NEW.title, NEW.text);
    END
    """,
)

SEARCH_IN_POSTGRESQL = (
    """
    CREATE FUNCTION report_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT to_tsvector('english', left(coalesce(title, '') || ' ' || body, 250000))
    $$
    """,
    "CREATE INDEX report_search ON report USING gin (report_words(title, text))",
)
"""A tsvector holds a megabyte at most: of a longer text the beginning is searched."""
