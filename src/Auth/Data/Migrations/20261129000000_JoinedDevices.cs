using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Auth.Data.Migrations;

/// <summary>The device on which somebody signed up.</summary>
[DbContext(typeof(AuthDb))]
[Migration("20261129000000_JoinedDevices")]
internal sealed class JoinedDevices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table joined_devices (
            device_id text not null,
            user_id uuid not null,
            constraint pk_joined_devices primary key (device_id),
            constraint fk_joined_devices_users_user_id foreign key (user_id) references users (id) on delete cascade);
        create unique index ix_joined_devices_user_id on joined_devices (user_id);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table joined_devices;");
}
