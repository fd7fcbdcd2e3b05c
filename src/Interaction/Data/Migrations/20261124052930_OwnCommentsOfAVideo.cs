using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Interaction.Data.Migrations
{
    /// <inheritdoc />
    public partial class OwnCommentsOfAVideo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_comments_author_id",
                table: "comments");

            migrationBuilder.CreateIndex(
                name: "ix_comments_author_id_video_id",
                table: "comments",
                columns: new[] { "author_id", "video_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_comments_author_id_video_id",
                table: "comments");

            migrationBuilder.CreateIndex(
                name: "ix_comments_author_id",
                table: "comments",
                column: "author_id");
        }
    }
}
