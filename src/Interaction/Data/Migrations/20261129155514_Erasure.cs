using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Interaction.Data.Migrations
{
    /// <inheritdoc />
    public partial class Erasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_blocks_blocked_id",
                table: "blocks");

            migrationBuilder.CreateIndex(
                name: "ix_shares_user_id",
                table: "shares",
                column: "user_id",
                filter: "user_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_mutes_muted_id",
                table: "mutes",
                column: "muted_id");

            migrationBuilder.CreateIndex(
                name: "ix_comments_mentions",
                table: "comments",
                column: "mentions")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_comments_parent_author_id",
                table: "comments",
                column: "parent_author_id",
                filter: "parent_author_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_comments_reply_to_id",
                table: "comments",
                column: "reply_to_id",
                filter: "reply_to_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_blocks_blocked_id",
                table: "blocks",
                column: "blocked_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_shares_user_id",
                table: "shares");

            migrationBuilder.DropIndex(
                name: "ix_mutes_muted_id",
                table: "mutes");

            migrationBuilder.DropIndex(
                name: "ix_comments_mentions",
                table: "comments");

            migrationBuilder.DropIndex(
                name: "ix_comments_parent_author_id",
                table: "comments");

            migrationBuilder.DropIndex(
                name: "ix_comments_reply_to_id",
                table: "comments");

            migrationBuilder.DropIndex(
                name: "ix_blocks_blocked_id",
                table: "blocks");

            migrationBuilder.CreateIndex(
                name: "ix_blocks_blocked_id",
                table: "blocks",
                column: "blocked_id",
                filter: "active");
        }
    }
}
