CREATE TABLE "creations" (
	"key" text PRIMARY KEY NOT NULL,
	"request" text NOT NULL,
	"task_id" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "creations_created_at_index" ON "creations" USING btree ("created_at");