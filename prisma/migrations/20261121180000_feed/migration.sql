-- What a reader of the feed has to know of a batch, and how far the feed has been forgotten.

-- AlterTable
ALTER TABLE "ingest_batch" ADD COLUMN "first_day" BIGINT,
ADD COLUMN "last_day" BIGINT;

-- AlterTable
ALTER TABLE "installation" ADD COLUMN "forgotten_batch" BIGINT NOT NULL DEFAULT 0;
