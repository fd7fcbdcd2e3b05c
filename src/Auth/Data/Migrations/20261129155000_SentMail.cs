using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Auth.Data.Migrations;

/// <summary>Finds what was sent long ago, looked for at every round of sending.</summary>
[DbContext(typeof(AuthDb))]
[Migration("20261129155000_SentMail")]
internal sealed class SentMail : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create index ix_queued_mail_sent_at on queued_mail (sent_at) where sent_at is not null;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop index ix_queued_mail_sent_at;");
}
