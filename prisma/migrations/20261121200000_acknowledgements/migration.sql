-- What people and playbooks said of events. The events themselves are not touched.

-- CreateEnum
CREATE TYPE "acknowledgement_status" AS ENUM ('ACKNOWLEDGED', 'IN_PROGRESS', 'RESOLVED', 'FALSE_POSITIVE', 'REOPENED');

-- CreateTable
CREATE TABLE "event_acknowledgement" (
    "id" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "status" "acknowledgement_status" NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "principal_kind" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "principal_name" TEXT NOT NULL,

    CONSTRAINT "event_acknowledgement_pkey" PRIMARY KEY ("event_id","id","host_id")
);

-- CreateTable
CREATE TABLE "current_acknowledgement" (
    "event_id" UUID NOT NULL,
    "host_id" INTEGER NOT NULL,
    "status" "acknowledgement_status" NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "principal_kind" TEXT NOT NULL,
    "principal_id" TEXT NOT NULL,
    "principal_name" TEXT NOT NULL,

    CONSTRAINT "current_acknowledgement_pkey" PRIMARY KEY ("event_id","host_id")
);

-- CreateIndex
CREATE INDEX "current_acknowledgement_status_event_id_idx" ON "current_acknowledgement"("status", "event_id");
