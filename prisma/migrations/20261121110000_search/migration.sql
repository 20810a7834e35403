-- What search needs: ways from a snapshot back to its events, and from a value to its snapshots.

-- Where a reported lineage stops short of its root: the last process that it names.
ALTER TABLE "process_context" ADD COLUMN "open_instance_id" UUID;

-- CreateIndex
CREATE INDEX "event_rule_id_id_idx" ON "event"("rule_id", "id");

-- CreateIndex
CREATE INDEX "event_host_id_id_idx" ON "event"("host_id", "id");

-- CreateIndex
CREATE INDEX "event_process_id_idx" ON "event"("process_id");

-- CreateIndex
CREATE INDEX "event_file_id_idx" ON "event"("file_id");

-- CreateIndex
CREATE INDEX "event_container_id_idx" ON "event"("container_id");

-- CreateIndex
CREATE INDEX "process_context_process_id_idx" ON "process_context"("process_id");

-- CreateIndex
CREATE INDEX "process_context_parent_id_idx" ON "process_context"("parent_id");

-- CreateIndex
CREATE INDEX "process_context_ancestors_id_idx" ON "process_context" USING GIN ("ancestors_id");

-- CreateIndex
CREATE INDEX "process_executable_id_idx" ON "process"("executable_id");

-- CreateIndex
CREATE INDEX "process_parent_instance_id_instance_id_idx" ON "process"("parent_instance_id", "instance_id");

-- DropIndex
DROP INDEX "process_parent_instance_id_idx";

-- CreateIndex
CREATE INDEX "file_hashes_idx" ON "file" USING GIN ("hashes");

-- CreateIndex
CREATE INDEX "network_context_source_ip_idx" ON "network_context"("source_ip");

-- CreateIndex
CREATE INDEX "network_context_destination_ip_idx" ON "network_context"("destination_ip");

-- By hand: what the data model's language cannot say.

-- Few events have these.
CREATE INDEX "event_file_destination_id_part_idx" ON "event"("file_destination_id") WHERE "file_destination_id" IS NOT NULL;
CREATE INDEX "event_network_id_part_idx" ON "event"("network_id") WHERE "network_id" IS NOT NULL;
CREATE INDEX "event_signal_target_id_part_idx" ON "event"("signal_target_id") WHERE "signal_target_id" IS NOT NULL;
CREATE INDEX "event_ptrace_tracee_id_part_idx" ON "event"("ptrace_tracee_id") WHERE "ptrace_tracee_id" IS NOT NULL;
CREATE INDEX "process_context_open_instance_id_part_idx" ON "process_context"("open_instance_id") WHERE "open_instance_id" IS NOT NULL;

-- Texts: their first 128 characters in lower case, so that one index serves equal and begins-with, in either case, and
-- a text of any length fits. src/search/text-index.ts writes conditions in just this form.
CREATE INDEX "file_path_text_idx" ON "file"(lower(left("path", 128)) text_pattern_ops);
CREATE INDEX "file_name_text_idx" ON "file"(lower(left("name", 128)) text_pattern_ops);
CREATE INDEX "container_container_id_text_idx" ON "container"(lower(left("container_id", 128)) text_pattern_ops);
CREATE INDEX "event_dns_name_text_idx" ON "event"(lower(left("payload" -> 'dns' -> 'question' ->> 'name', 128)) text_pattern_ops)
 WHERE "payload" -> 'dns' -> 'question' ->> 'name' IS NOT NULL;

-- Casts that give NULL where the value is none of that type: documents are free in what they hold.
CREATE FUNCTION spoor_inet(value TEXT) RETURNS INET LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN value::inet;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

CREATE FUNCTION spoor_jsonb(value JSON) RETURNS JSONB LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN value::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
  RETURN NULL;
END $$;

-- RFC 3339 as nanoseconds since 1970, at the edges outside the years 1677 to 2262, as columns of times hold it.
CREATE FUNCTION spoor_nanoseconds(value TEXT) RETURNS BIGINT LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  parts TEXT[] := regexp_match(value, '^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$');
  seconds NUMERIC;
BEGIN
  IF parts IS NULL THEN
    RETURN NULL;
  END IF;
  seconds := extract(epoch FROM (parts[1] || ' ' || parts[2])::timestamp)
    - coalesce((parts[4] || '1')::int * (parts[5]::int * 3600 + parts[6]::int * 60), 0);
  IF abs(seconds) > 9223372035 THEN
    RETURN sign(seconds) * 9223372036000000000;
  END IF;
  RETURN seconds * 1000000000 + coalesce(rpad(left(parts[3], 9), 9, '0')::numeric, 0);
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;
