using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Zoetrope.Notification.Data.Migrations
{
    /// <inheritdoc />
    public partial class InboxAge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "heard_at",
                table: "sources",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "heard_at",
                table: "known_comments",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            migrationBuilder.CreateIndex(
                name: "ix_sources_heard_at",
                table: "sources",
                column: "heard_at");

            migrationBuilder.CreateIndex(
                name: "ix_known_comments_heard_at",
                table: "known_comments",
                column: "heard_at");

            migrationBuilder.CreateIndex(
                name: "ix_items_updated_at",
                table: "items",
                column: "updated_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sources_heard_at",
                table: "sources");

            migrationBuilder.DropIndex(
                name: "ix_known_comments_heard_at",
                table: "known_comments");

            migrationBuilder.DropIndex(
                name: "ix_items_updated_at",
                table: "items");

            migrationBuilder.DropColumn(
                name: "heard_at",
                table: "sources");

            migrationBuilder.DropColumn(
                name: "heard_at",
                table: "known_comments");
        }
    }
}
