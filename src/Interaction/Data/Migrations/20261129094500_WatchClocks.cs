using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Zoetrope.Interaction.Plays;

#nullable disable

namespace Zoetrope.Interaction.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(InteractionDb))]
    [Migration("20261129094500_WatchClocks")]
    public partial class WatchClocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Plays.WatchClocks.Table);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table watch_clocks;");
    }
}
