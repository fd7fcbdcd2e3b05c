using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Recommendation.Data.Migrations;

/// <summary>Whose the devices are on which people signed up.</summary>
[DbContext(typeof(RecommendationDb))]
[Migration("20261129000000_JoinedDevices")]
internal sealed class JoinedDevices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table joined_devices (
            device_id text not null,
            user_id uuid not null,
            constraint pk_joined_devices primary key (device_id));
        create index ix_joined_devices_user_id on joined_devices (user_id);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table joined_devices;");
}
