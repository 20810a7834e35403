-- The agent's intake: what agents wrap events in, and dead letters that can be tried again. By hand are PARTITION BY and
-- all below "By hand".

-- CreateTable
CREATE TABLE "envelope" (
    "id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "service" TEXT,
    "status" TEXT,
    "source" TEXT,
    "tags" TEXT[],
    "extra" JSON,

    CONSTRAINT "envelope_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- AlterTable
ALTER TABLE "event" ADD COLUMN "envelope_id" UUID,
ADD COLUMN "sent_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "dead_letter" ADD COLUMN "replayed_at" TIMESTAMPTZ(3),
ADD COLUMN "is_wrapped" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "allowed_hosts" TEXT[],
ADD COLUMN "envelope" JSON;

-- CreateIndex
CREATE INDEX "envelope_tags_idx" ON "envelope" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "dead_letter_received_at_id_idx" ON "dead_letter"("received_at", "id");

-- CreateIndex
CREATE INDEX "dead_letter_code_received_at_id_idx" ON "dead_letter"("code", "received_at", "id");

-- DropIndex
DROP INDEX "dead_letter_received_at_idx";

-- By hand

CREATE TABLE "envelope_default" PARTITION OF "envelope" DEFAULT;

-- Only what agents delivered has one: other events cost this index nothing.
CREATE INDEX "event_envelope_id_part_idx" ON "event"("envelope_id") WHERE "envelope_id" IS NOT NULL;
CREATE INDEX "envelope_service_text_idx" ON "envelope"(lower(left("service", 128)) text_pattern_ops);

-- The days that are there already: between the same ids as the events of the day.
DO $$
DECLARE
  day DATE;
  first_ids TEXT[];
BEGIN
  FOR day IN
    SELECT to_date(substr(c.relname, length('event_') + 1), 'YYYY_MM_DD')
      FROM pg_inherits i
      JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'event'::regclass AND c.relname ~ '^event_\d{4}_\d\d_\d\d$'
  LOOP
    SELECT array_agg(left(h.time, 8) || '-' || substr(h.time, 9) || '-0000-0000-000000000000' ORDER BY h.time)
      INTO first_ids
      FROM unnest(ARRAY[day, day + 1]) AS d (day)
     CROSS JOIN LATERAL (SELECT lpad(to_hex((d.day - DATE '1970-01-01') * 86400000::bigint), 12, '0') AS time) h;
    EXECUTE format('CREATE TABLE %I PARTITION OF "envelope" FOR VALUES FROM (%L) TO (%L)',
                   'envelope_' || to_char(day, 'YYYY_MM_DD'), first_ids[1], first_ids[2]);
  END LOOP;
END $$;
