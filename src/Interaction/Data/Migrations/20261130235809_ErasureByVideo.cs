using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Interaction.Data.Migrations
{
    /// <inheritdoc />
    public partial class ErasureByVideo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_saves_video_id",
                table: "saves",
                column: "video_id");

            migrationBuilder.CreateIndex(
                name: "ix_likes_video_id",
                table: "likes",
                column: "video_id");

            migrationBuilder.CreateIndex(
                name: "ix_comments_video",
                table: "comments",
                columns: new[] { "video_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_saves_video_id",
                table: "saves");

            migrationBuilder.DropIndex(
                name: "ix_likes_video_id",
                table: "likes");

            migrationBuilder.DropIndex(
                name: "ix_comments_video",
                table: "comments");
        }
    }
}
