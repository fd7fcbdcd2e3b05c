using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Video.Data.Migrations;

/// <summary>Covers and captions that authors add.</summary>
[DbContext(typeof(VideoDb))]
[Migration("20260104000000_Assets")]
internal sealed class Assets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table videos add column assets text, add column cover bytea, add column captions bytea not null default ''::bytea;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table videos drop column assets, drop column cover, drop column captions;
        """);
}
