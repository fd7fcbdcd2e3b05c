using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Notification.Data.Migrations
{
    /// <inheritdoc />
    public partial class LiveParts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_parts_recipient_id_type_group_key",
                table: "parts");

            migrationBuilder.AddColumn<bool>(
                name: "live",
                table: "parts",
                type: "boolean",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_parts_arrivals",
                table: "parts",
                columns: new[] { "recipient_id", "type", "group_key", "arrived" },
                filter: "live");

            migrationBuilder.CreateIndex(
                name: "ix_parts_latest",
                table: "parts",
                columns: new[] { "recipient_id", "type", "group_key", "at", "actor_id" },
                descending: new[] { false, false, false, true, false },
                filter: "live");

            migrationBuilder.CreateIndex(
                name: "ix_parts_recipient_id_type_group_key_actor_id",
                table: "parts",
                columns: new[] { "recipient_id", "type", "group_key", "actor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_parts_unsettled",
                table: "parts",
                columns: new[] { "recipient_id", "type", "group_key" },
                filter: "live is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_parts_arrivals",
                table: "parts");

            migrationBuilder.DropIndex(
                name: "ix_parts_latest",
                table: "parts");

            migrationBuilder.DropIndex(
                name: "ix_parts_recipient_id_type_group_key_actor_id",
                table: "parts");

            migrationBuilder.DropIndex(
                name: "ix_parts_unsettled",
                table: "parts");

            migrationBuilder.DropColumn(
                name: "live",
                table: "parts");

            migrationBuilder.CreateIndex(
                name: "ix_parts_recipient_id_type_group_key",
                table: "parts",
                columns: new[] { "recipient_id", "type", "group_key" });
        }
    }
}
