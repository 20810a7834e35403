-- Webhooks whose settings change.

-- AlterTable
ALTER TABLE "webhook" ADD COLUMN     "revision" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "url_token_id" UUID;
