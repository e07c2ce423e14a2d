-- The usual questions over the tables documents, records and mentions of a run. Each view says what it holds on its first line.

-- events: what is asserted to have happened, a row a record; without states, and without what a document tells again
CREATE VIEW events AS
SELECT
  doc, id, published, publisher, event_type, mode, acled, trigger.text AS word,
  coalesce(nullif(actor[1].canonical_en, ''), actor[1].text) AS actor,
  actor[1].country AS actor_country,
  actor[1].sector AS actor_sector,
  coalesce(nullif(recipient[1].canonical_en, ''), recipient[1].text) AS recipient,
  recipient[1].country AS recipient_country,
  recipient[1].sector AS recipient_sector,
  coalesce(nullif(place[1].name_en, ''), place[1].text) AS place,
  place[1].country AS place_country,
  list_filter(place, lambda p: p.lat IS NOT NULL)[1].lat AS lat,
  list_filter(place, lambda p: p.lat IS NOT NULL)[1].lon AS lon,
  list_filter(place, lambda p: p.lat IS NOT NULL)[1].precision AS precision,
  date.first AS first_day,
  date.last AS last_day,
  left(coalesce(date.first, published), 7) AS month,
  CASE WHEN date.first IS NOT NULL THEN 'text' WHEN published IS NOT NULL THEN 'publication' END AS month_from,
  array_to_string(source, ' > ') AS source,
  confidence,
  list_transform(actor, lambda a: coalesce(nullif(a.canonical_en, ''), a.text)) AS actors,
  list_transform(recipient, lambda a: coalesce(nullif(a.canonical_en, ''), a.text)) AS recipients,
  list_transform(place, lambda p: coalesce(nullif(p.name_en, ''), p.text)) AS places,
  counts
FROM records
WHERE modality = 'asserted' AND event_type <> 'STATE' AND len(list_filter(links, lambda l: l.rel = 'same_as')) = 0;

-- events_by_actor_place_month: how many events, each counted for every actor and place that it names
CREATE VIEW events_by_actor_place_month AS
WITH by_actor AS (
  SELECT doc, id, event_type, month, places, unnest(CASE WHEN len(actors) = 0 THEN [NULL] ELSE actors END) AS actor
  FROM events
), by_place AS (
  SELECT doc, id, event_type, month, actor, unnest(CASE WHEN len(places) = 0 THEN [NULL] ELSE places END) AS place
  FROM by_actor
)
SELECT actor, place, month, event_type, count(DISTINCT (doc, id)) AS events, count(DISTINCT doc) AS documents
FROM by_place
GROUP BY ALL;

-- dyads: who does what to whom, how often
CREATE VIEW dyads AS
WITH by_actor AS (
  SELECT doc, id, event_type, mode, month, recipients, unnest(actors) AS actor
  FROM events
), by_recipient AS (
  SELECT doc, id, event_type, mode, month, actor, unnest(recipients) AS recipient
  FROM by_actor
)
SELECT actor, recipient, event_type, mode, month, count(DISTINCT (doc, id)) AS events, count(DISTINCT doc) AS documents
FROM by_recipient
GROUP BY ALL;

-- tolls: each number that an event claims; never add them up, since one toll is told by many
CREATE VIEW tolls AS
SELECT
  doc, id, published, event_type, mode, actor, place, place_country, month, source, confidence,
  claim.what AS what, claim.min AS low, claim.max AS high, claim."group" AS part, claim.running AS running,
  claim.text AS words
FROM (SELECT * EXCLUDE (counts), unnest(counts) AS claim FROM events);

-- tolls_by_place_month: how many claims there are, and the lowest and highest of them; parts of a total left out
CREATE VIEW tolls_by_place_month AS
SELECT place, month, what, count(*) AS claims, count(DISTINCT doc) AS documents, min(low) AS lowest, max(low) AS highest
FROM tolls
WHERE part IS NULL
GROUP BY ALL;

-- points: places that are named, with how often
CREATE VIEW points AS
SELECT name, country, kind, lat, lon, count(*) AS mentions, count(DISTINCT doc) AS documents
FROM mentions
WHERE mention = 'place' AND lat IS NOT NULL
GROUP BY ALL;

-- said_by: who is given as the source, for how many events
CREATE VIEW said_by AS
SELECT source, count(*) AS events, count(DISTINCT doc) AS documents
FROM events
GROUP BY ALL;

-- not_read: documents that gave nothing, by reason
CREATE VIEW not_read AS
SELECT status, code, why, count(*) AS documents
FROM documents
WHERE status <> 'read'
GROUP BY ALL;

-- copies: documents that say nearly the same as an earlier one; by their sketches, see rasid.sources.duplicates
CREATE VIEW copies AS
WITH told AS (
  SELECT doc, sketch, coalesce(published, '9999') || ' ' || doc AS place_in_line
  FROM documents
  WHERE status = 'read'
), keys AS (
  SELECT doc, place_in_line, unnest(sketch[1:8]) AS key
  FROM told
), pairs AS (
  SELECT doc, first_value(doc) OVER (PARTITION BY key ORDER BY place_in_line) AS earlier
  FROM keys
), near AS (
  SELECT doc, earlier
  FROM pairs
  WHERE doc <> earlier
  GROUP BY doc, earlier
  HAVING count(*) >= 2
), weighed AS (
  SELECT
    near.doc, near.earlier, mine.sketch AS one, other.sketch AS two,
    list_sort(list_distinct(list_concat(mine.sketch, other.sketch))) AS joint
  FROM near JOIN told AS mine ON mine.doc = near.doc JOIN told AS other ON other.doc = near.earlier
), smallest AS (
  SELECT
    doc, earlier, one, two,
    CASE WHEN greatest(len(one), len(two)) = 96 THEN joint[1:96] ELSE joint END AS joint
  FROM weighed
), alike AS (
  SELECT doc, earlier, len(list_intersect(list_intersect(joint, one), two)) / len(joint) AS likeness
  FROM smallest
)
SELECT doc, arg_max(earlier, likeness) AS copy_of, round(max(likeness), 2) AS likeness
FROM alike
WHERE likeness >= 0.7
GROUP BY doc;
