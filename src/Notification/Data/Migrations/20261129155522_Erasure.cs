using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Notification.Data.Migrations
{
    /// <inheritdoc />
    public partial class Erasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "key",
                table: "sources",
                type: "text",
                nullable: false,
                collation: "C",
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.CreateIndex(
                name: "ix_known_mutes_to_id",
                table: "known_mutes",
                column: "to_id");

            migrationBuilder.CreateIndex(
                name: "ix_known_follows_to_id",
                table: "known_follows",
                column: "to_id");

            migrationBuilder.CreateIndex(
                name: "ix_known_blocks_to_id",
                table: "known_blocks",
                column: "to_id");

            migrationBuilder.CreateIndex(
                name: "ix_items_of_people",
                table: "items",
                column: "group_key",
                filter: "type in ('follow', 'follow_request', 'follow_accepted')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_known_mutes_to_id",
                table: "known_mutes");

            migrationBuilder.DropIndex(
                name: "ix_known_follows_to_id",
                table: "known_follows");

            migrationBuilder.DropIndex(
                name: "ix_known_blocks_to_id",
                table: "known_blocks");

            migrationBuilder.DropIndex(
                name: "ix_items_of_people",
                table: "items");

            migrationBuilder.AlterColumn<string>(
                name: "key",
                table: "sources",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldCollation: "C");
        }
    }
}
