using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Zoetrope.Recommendation.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dead_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    partition = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: false),
                    error = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "distances",
                columns: table => new
                {
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    of_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    in_force = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_distances", x => new { x.by_id, x.of_id, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "event_leases",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false),
                    partition = table.Column<int>(type: "integer", nullable: false),
                    member = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_leases", x => new { x.consumer, x.partition });
                });

            migrationBuilder.CreateTable(
                name: "event_members",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false),
                    member = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_members", x => new { x.consumer, x.member });
                });

            migrationBuilder.CreateTable(
                name: "event_positions",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false),
                    partition = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_positions", x => new { x.consumer, x.partition });
                });

            migrationBuilder.CreateTable(
                name: "event_sources",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false),
                    partition = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_sources", x => new { x.consumer, x.partition, x.source });
                });

            migrationBuilder.CreateTable(
                name: "follows",
                columns: table => new
                {
                    follower_id = table.Column<Guid>(type: "uuid", nullable: false),
                    followee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    following = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_follows", x => new { x.follower_id, x.followee_id });
                });

            migrationBuilder.CreateTable(
                name: "known_accounts",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_private = table.Column<bool>(type: "boolean", nullable: false),
                    suspended = table.Column<bool>(type: "boolean", nullable: false),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_accounts", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "known_videos",
                columns: table => new
                {
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audience = table.Column<int>(type: "integer", nullable: false),
                    shown = table.Column<bool>(type: "boolean", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: false),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    popularity = table.Column<double>(type: "double precision", nullable: false),
                    counts_rev = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_videos", x => x.video_id);
                });

            migrationBuilder.CreateTable(
                name: "not_interested",
                columns: table => new
                {
                    viewer = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_not_interested", x => new { x.viewer, x.kind, x.value });
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0)
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 5000);

            migrationBuilder.CreateTable(
                name: "outbox_numbers",
                columns: table => new
                {
                    source = table.Column<string>(type: "text", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_numbers", x => x.source);
                });

            migrationBuilder.CreateTable(
                name: "preferences",
                columns: table => new
                {
                    viewer = table.Column<string>(type: "text", nullable: false),
                    personalised = table.Column<bool>(type: "boolean", nullable: false),
                    topics = table.Column<string>(type: "jsonb", nullable: false),
                    muted_words = table.Column<string[]>(type: "text[]", nullable: false),
                    weights = table.Column<string>(type: "jsonb", nullable: false),
                    taste_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preferences", x => x.viewer);
                });

            migrationBuilder.CreateTable(
                name: "reactions",
                columns: table => new
                {
                    viewer = table.Column<string>(type: "text", nullable: false),
                    video_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fraction = table.Column<double>(type: "double precision", nullable: false),
                    liked = table.Column<bool>(type: "boolean", nullable: false),
                    liked_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reactions", x => new { x.viewer, x.video_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_distances_of_id",
                table: "distances",
                column: "of_id");

            migrationBuilder.CreateIndex(
                name: "ix_known_videos_author_id_published_at",
                table: "known_videos",
                columns: new[] { "author_id", "published_at" },
                descending: new[] { false, true },
                filter: "shown");

            migrationBuilder.CreateIndex(
                name: "ix_known_videos_popularity",
                table: "known_videos",
                column: "popularity",
                descending: new bool[0],
                filter: "shown");

            migrationBuilder.CreateIndex(
                name: "ix_known_videos_published_at",
                table: "known_videos",
                column: "published_at",
                descending: new bool[0],
                filter: "shown");

            migrationBuilder.CreateIndex(
                name: "ix_known_videos_tags",
                table: "known_videos",
                column: "tags",
                filter: "shown")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_reactions_viewer_seen_at",
                table: "reactions",
                columns: new[] { "viewer", "seen_at" });

            migrationBuilder.Sql(Feed.Impressions.Table);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dead_events");

            migrationBuilder.DropTable(
                name: "distances");

            migrationBuilder.DropTable(
                name: "event_leases");

            migrationBuilder.DropTable(
                name: "event_members");

            migrationBuilder.DropTable(
                name: "event_positions");

            migrationBuilder.DropTable(
                name: "event_sources");

            migrationBuilder.DropTable(
                name: "follows");

            migrationBuilder.DropTable(
                name: "known_accounts");

            migrationBuilder.DropTable(
                name: "known_videos");

            migrationBuilder.DropTable(
                name: "not_interested");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "outbox_numbers");

            migrationBuilder.DropTable(
                name: "preferences");

            migrationBuilder.DropTable(
                name: "reactions");
        }
    }
}
