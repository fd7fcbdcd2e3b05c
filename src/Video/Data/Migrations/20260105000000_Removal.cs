using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Video.Data.Migrations;

/// <summary>What an author is shown of a moderator's decision.</summary>
[DbContext(typeof(VideoDb))]
[Migration("20260105000000_Removal")]
internal sealed class Removal : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table videos add column removal text;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table videos drop column removal;");
}
