-- Prisma wrote this from prisma/schema.prisma. By hand are PARTITION BY and all below "By hand".

-- CreateEnum
CREATE TYPE "event_kind" AS ENUM ('SECURITY_EVENT', 'AGENT_REPORT');

-- CreateEnum
CREATE TYPE "time_source" AS ENUM ('DATE', 'EXEC_TIME', 'FORK_TIME', 'ENVELOPE', 'RECEIPT');

-- CreateEnum
CREATE TYPE "process_identity" AS ENUM ('EXACT', 'APPROXIMATE');

-- CreateTable
CREATE TABLE "installation" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "id_key" BYTEA NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_batch" (
    "id" BIGSERIAL NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "committed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received" INTEGER NOT NULL,
    "stored" INTEGER NOT NULL,
    "duplicates" INTEGER NOT NULL,
    "dead_letters" INTEGER NOT NULL,

    CONSTRAINT "ingest_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "process_id" UUID,
    "file_id" UUID,
    "file_destination_id" UUID,
    "container_id" UUID,
    "cgroup_id" UUID,
    "network_id" UUID,
    "agent_id" UUID,
    "signal_target_id" UUID,
    "ptrace_tracee_id" UUID,
    "batch_id" BIGINT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "date" BIGINT,
    "host_id" INTEGER NOT NULL,
    "kind" "event_kind" NOT NULL,
    "time_source" "time_source" NOT NULL,
    "format_mask" SMALLINT NOT NULL,
    "names_host" BOOLEAN,
    "rule_id" TEXT,
    "title" TEXT,
    "evt_name" TEXT,
    "evt_category" TEXT,
    "evt_outcome" TEXT,
    "usr_id" TEXT,
    "usr_group" TEXT,
    "payload" JSONB,
    "exact" JSON,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "process_context" (
    "id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "process_id" UUID NOT NULL,
    "parent_id" UUID,
    "ancestors_id" UUID[],
    "truncated_ancestors" BOOLEAN,
    "extra" JSON,

    CONSTRAINT "process_context_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "process" (
    "id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "parent_instance_id" UUID,
    "credentials_id" UUID,
    "executable_id" UUID,
    "interpreter_id" UUID,
    "container_id" UUID,
    "pid" BIGINT,
    "ppid" BIGINT,
    "tid" BIGINT,
    "uid" BIGINT,
    "gid" BIGINT,
    "fork_time" BIGINT,
    "exec_time" BIGINT,
    "exit_time" BIGINT,
    "host_id" INTEGER NOT NULL,
    "identity" "process_identity" NOT NULL,
    "args_truncated" BOOLEAN,
    "envs_truncated" BOOLEAN,
    "is_thread" BOOLEAN,
    "is_kworker" BOOLEAN,
    "is_exec_child" BOOLEAN,
    "user" TEXT,
    "group" TEXT,
    "path_resolution_error" TEXT,
    "comm" TEXT,
    "tty" TEXT,
    "argv0" TEXT,
    "source" TEXT,
    "args" TEXT[],
    "envs" TEXT[],
    "extra" JSON,

    CONSTRAINT "process_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "file" (
    "id" UUID NOT NULL,
    "mode" BIGINT,
    "mount_id" BIGINT,
    "uid" BIGINT,
    "gid" BIGINT,
    "access_time" BIGINT,
    "modification_time" BIGINT,
    "change_time" BIGINT,
    "host_id" INTEGER NOT NULL,
    "in_upper_layer" BOOLEAN,
    "inode" DECIMAL(20,0),
    "path" TEXT,
    "name" TEXT,
    "path_resolution_error" TEXT,
    "filesystem" TEXT,
    "user" TEXT,
    "group" TEXT,
    "attribute_name" TEXT,
    "attribute_namespace" TEXT,
    "package_name" TEXT,
    "package_version" TEXT,
    "hash_state" TEXT,
    "mount_path" TEXT,
    "mount_source" TEXT,
    "mount_origin" TEXT,
    "flags" TEXT[],
    "hashes" TEXT[],
    "extra" JSON,

    CONSTRAINT "file_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "credentials" (
    "id" UUID NOT NULL,
    "uid" BIGINT,
    "gid" BIGINT,
    "euid" BIGINT,
    "egid" BIGINT,
    "fsuid" BIGINT,
    "fsgid" BIGINT,
    "auid" BIGINT,
    "host_id" INTEGER NOT NULL,
    "user" TEXT,
    "group" TEXT,
    "euser" TEXT,
    "egroup" TEXT,
    "fsuser" TEXT,
    "fsgroup" TEXT,
    "cap_effective" TEXT[],
    "cap_permitted" TEXT[],
    "extra" JSON,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "container" (
    "id" UUID NOT NULL,
    "created_at" BIGINT,
    "host_id" INTEGER NOT NULL,
    "container_id" TEXT,
    "extra" JSON,

    CONSTRAINT "container_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "cgroup" (
    "id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "cgroup_id" TEXT,
    "manager" TEXT,
    "extra" JSON,

    CONSTRAINT "cgroup_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "agent_context" (
    "id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "rule_id" TEXT,
    "rule_version" TEXT,
    "policy_name" TEXT,
    "policy_version" TEXT,
    "version" TEXT,
    "os" TEXT,
    "arch" TEXT,
    "origin" TEXT,
    "extra" JSON,

    CONSTRAINT "agent_context_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "network_context" (
    "id" UUID NOT NULL,
    "device_netns" BIGINT,
    "device_ifindex" BIGINT,
    "source_port" BIGINT,
    "destination_port" BIGINT,
    "size" BIGINT,
    "host_id" INTEGER NOT NULL,
    "device_ifname" TEXT,
    "l3_protocol" TEXT,
    "l4_protocol" TEXT,
    "source_ip" INET,
    "destination_ip" INET,
    "extra" JSON,

    CONSTRAINT "network_context_pkey" PRIMARY KEY ("id","host_id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "receipt_time" (
    "digest" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_time_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "batch_id" BIGINT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "byte_length" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "pointer" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "host_name_key" ON "host"("name");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_batch_number_key" ON "ingest_batch"("number");

-- CreateIndex
CREATE INDEX "event_batch_id_idx" ON "event"("batch_id");

-- CreateIndex
CREATE INDEX "process_instance_id_idx" ON "process"("instance_id");

-- CreateIndex
CREATE INDEX "process_parent_instance_id_idx" ON "process"("parent_instance_id");

-- CreateIndex
CREATE INDEX "receipt_time_received_at_idx" ON "receipt_time"("received_at");

-- CreateIndex
CREATE INDEX "dead_letter_received_at_idx" ON "dead_letter"("received_at");

-- CreateIndex
CREATE INDEX "dead_letter_batch_id_idx" ON "dead_letter"("batch_id");

-- By hand

-- One default partition a table takes what lies outside the retention window, so that a hostile date makes no table.
CREATE TABLE "event_default" PARTITION OF "event" DEFAULT;
CREATE TABLE "process_context_default" PARTITION OF "process_context" DEFAULT;
CREATE TABLE "process_default" PARTITION OF "process" DEFAULT;
CREATE TABLE "file_default" PARTITION OF "file" DEFAULT;
CREATE TABLE "credentials_default" PARTITION OF "credentials" DEFAULT;
CREATE TABLE "container_default" PARTITION OF "container" DEFAULT;
CREATE TABLE "cgroup_default" PARTITION OF "cgroup" DEFAULT;
CREATE TABLE "agent_context_default" PARTITION OF "agent_context" DEFAULT;
CREATE TABLE "network_context_default" PARTITION OF "network_context" DEFAULT;

-- 244 random bits key every content id of this database.
ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row" CHECK ("id" = 1);
INSERT INTO "installation" ("id_key")
VALUES (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
