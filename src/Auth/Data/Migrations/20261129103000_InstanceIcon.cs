using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Auth.Data.Migrations;

/// <summary>The place's own icon.</summary>
[DbContext(typeof(AuthDb))]
[Migration("20261129103000_InstanceIcon")]
internal sealed class InstanceIcon : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table instance add column icon text not null default '';");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table instance drop column icon;");
}
