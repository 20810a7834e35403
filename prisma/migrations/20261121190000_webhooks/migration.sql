-- Webhooks: where the feed is delivered to, and the log of deliveries.

-- AlterEnum
ALTER TYPE "audit_action" ADD VALUE 'WEBHOOK_CREATED';
ALTER TYPE "audit_action" ADD VALUE 'WEBHOOK_CHANGED';
ALTER TYPE "audit_action" ADD VALUE 'WEBHOOK_DELETED';
ALTER TYPE "audit_action" ADD VALUE 'WEBHOOK_DISABLED';

-- CreateEnum
CREATE TYPE "webhook_state" AS ENUM ('ACTIVE', 'PAUSED', 'DISABLED');

-- CreateEnum
CREATE TYPE "webhook_disabled_reason" AS ENUM ('FAILING', 'GONE', 'CURSOR_EXPIRED', 'TOKEN_REVOKED', 'SELECTION_INVALID');

-- CreateEnum
CREATE TYPE "webhook_message_type" AS ENUM ('EVENTS', 'TEST');

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "url" TEXT NOT NULL,
    "where_text" TEXT,
    "filter_json" TEXT,
    "batch_size" INTEGER NOT NULL,
    "position_batch" BIGINT NOT NULL,
    "position_event" UUID,
    "message_id" UUID,
    "message_batch" BIGINT,
    "message_event" UUID,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "state" "webhook_state" NOT NULL DEFAULT 'ACTIVE',
    "reason" "webhook_disabled_reason",
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failing_since" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "lease_number" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "creator_kind" TEXT NOT NULL,
    "creator_id" TEXT NOT NULL,
    "creator_name" TEXT NOT NULL,
    "hosts" TEXT[],
    "reads_sensitive" BOOLEAN NOT NULL,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" BIGSERIAL NOT NULL,
    "webhook_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "message_type" "webhook_message_type" NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "duration" INTEGER NOT NULL,
    "status" INTEGER,
    "failure" TEXT,
    "error" TEXT,
    "events" INTEGER NOT NULL,
    "after_batch" BIGINT,
    "after_event" UUID,
    "end_batch" BIGINT,
    "end_event" UUID,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_next_attempt_at_idx" ON "webhook"("next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_id_idx" ON "webhook_delivery"("webhook_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_at_idx" ON "webhook_delivery"("at");
