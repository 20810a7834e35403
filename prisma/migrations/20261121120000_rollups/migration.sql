-- Counts of events by hour and minute, kept by ingest. By hand are PARTITION BY and all below "By hand".

-- CreateEnum
CREATE TYPE "counted_dimension" AS ENUM ('TOTAL', 'KIND', 'EVENT_NAME', 'CATEGORY', 'OUTCOME', 'RULE', 'HOST');

-- CreateTable
CREATE TABLE "event_count" (
    "events" BIGINT NOT NULL,
    "hour" INTEGER NOT NULL,
    "dimension" "counted_dimension" NOT NULL,
    "value" TEXT NOT NULL,
    "minutes" INTEGER[],

    CONSTRAINT "event_count_pkey" PRIMARY KEY ("dimension","value","hour")
) PARTITION BY RANGE ("hour");

-- By hand

CREATE TABLE "event_count_default" PARTITION OF "event_count" DEFAULT;

-- A value as it is counted: one that is too long for an index is known by its beginning and its hash. What comes out of
-- the cutting is longer than any value that is left whole, so no two values meet in one.
-- STABLE and not STRICT, so that Postgres writes its body into the query instead of calling it for every event.
CREATE FUNCTION spoor_counted_value(value TEXT) RETURNS TEXT LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN length(value) <= 512 THEN value
            ELSE left(value, 512) || '… sha256:' || encode(sha256(convert_to(value, 'UTF8')), 'hex') END;

-- Milliseconds since 1970 in the first 48 bits of an id.
CREATE FUNCTION spoor_time(id UUID) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('x' || left(id::text, 8) || substr(id::text, 10, 4))::bit(48)::bigint;

-- What is stored already: the same days, then the same counts.
DO $$
DECLARE
  day DATE;
  first_hour INTEGER;
BEGIN
  FOR day IN
    SELECT to_date(substr(c.relname, length('event_') + 1), 'YYYY_MM_DD')
      FROM pg_inherits i
      JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'event'::regclass AND c.relname ~ '^event_\d{4}_\d\d_\d\d$'
  LOOP
    first_hour := (day - DATE '1970-01-01') * 24;
    EXECUTE format('CREATE TABLE %I PARTITION OF "event_count" FOR VALUES FROM (%s) TO (%s)',
                   'event_count_' || to_char(day, 'YYYY_MM_DD'), first_hour, first_hour + 24);
  END LOOP;
END $$;

INSERT INTO "event_count" ("dimension", "value", "hour", "events", "minutes")
WITH "by_minute" AS (
  SELECT d."dimension"::"counted_dimension" AS "dimension", spoor_counted_value(d."value") AS "value",
         spoor_time(e."id") / 60000 AS "minute", count(*) AS "events"
    FROM "event" e
   CROSS JOIN LATERAL (VALUES ('TOTAL', ''), ('KIND', e."kind"::text), ('EVENT_NAME', e."evt_name"),
                              ('CATEGORY', e."evt_category"), ('OUTCOME', e."evt_outcome"),
                              ('RULE', e."rule_id"), ('HOST', e."host_id"::text)) AS d ("dimension", "value")
   WHERE d."value" IS NOT NULL
   GROUP BY 1, 2, 3
), "by_hour" AS (
  SELECT "dimension", "value", ("minute" / 60)::integer AS "hour", sum("events")::bigint AS "events",
         jsonb_object_agg("minute" % 60, "events") AS "minutes"
    FROM "by_minute"
   GROUP BY 1, 2, 3
)
SELECT h."dimension", h."value", h."hour", h."events",
       ARRAY(SELECT (h."minutes" ->> i::text)::integer FROM generate_series(0, 59) AS i ORDER BY i)
  FROM "by_hour" h;
