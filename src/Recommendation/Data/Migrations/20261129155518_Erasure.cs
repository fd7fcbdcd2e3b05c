using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Recommendation.Data.Migrations
{
    /// <inheritdoc />
    public partial class Erasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_reactions_video_id",
                table: "reactions",
                column: "video_id");

            migrationBuilder.CreateIndex(
                name: "ix_known_videos_author_id",
                table: "known_videos",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_follows_followee_id",
                table: "follows",
                column: "followee_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_reactions_video_id",
                table: "reactions");

            migrationBuilder.DropIndex(
                name: "ix_known_videos_author_id",
                table: "known_videos");

            migrationBuilder.DropIndex(
                name: "ix_follows_followee_id",
                table: "follows");
        }
    }
}
