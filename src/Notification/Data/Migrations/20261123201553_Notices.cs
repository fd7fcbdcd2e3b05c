using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Notification.Data.Migrations
{
    /// <inheritdoc />
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "about",
                table: "parts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "code",
                table: "parts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "parts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "about",
                table: "items",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "code",
                table: "items",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "items",
                type: "text",
                nullable: false,
                defaultValue: "");

            // What happens to an account is told in the app, whatever was chosen while nothing was told at all.
            migrationBuilder.Sql("update preferences set in_app = true where type = 'security'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "about",
                table: "parts");

            migrationBuilder.DropColumn(
                name: "code",
                table: "parts");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "parts");

            migrationBuilder.DropColumn(
                name: "about",
                table: "items");

            migrationBuilder.DropColumn(
                name: "code",
                table: "items");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "items");
        }
    }
}
