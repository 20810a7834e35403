-- How far retention has come.

-- AlterTable
ALTER TABLE "installation" ADD COLUMN "kept_from" BIGINT NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "ingest_batch_committed_at_idx" ON "ingest_batch"("committed_at");
