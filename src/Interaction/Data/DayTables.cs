using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Zoetrope.Platform.Data;

namespace Zoetrope.Interaction.Data;

/// <summary>
/// The two tables that grow for ever, partitioned by UTC day. EF cannot describe partitions, so they are written here; the
/// migration calls <see cref="Create"/>. Old days are dropped whole.
/// </summary>
internal static class DayTables
{
    private static readonly string[] Names = ["watches", "views"];

    public static void Create(MigrationBuilder migration) => migration.Sql("""
        create table watches (
            day date not null,
            viewer text not null,
            play_id uuid not null,
            video_id uuid not null,
            author_id uuid not null,
            user_id uuid,
            impression_id text not null,
            watched_ms integer not null,
            ranges int4multirange not null,
            loops integer not null,
            completed boolean not null,
            first_frame_ms integer not null,
            stalls integer not null,
            source text not null,
            viewed boolean not null,
            started_at timestamptz not null,
            updated_at timestamptz not null,
            version bigint not null,
            primary key (viewer, play_id, day)
        ) partition by range (day);
        create index ix_watches_video on watches (video_id, day);

        -- A view is unique per viewer, video and ten-minute window of server time: the key decides.
        create table views (
            day date not null,
            video_id uuid not null,
            viewer text not null,
            "window" integer not null,
            primary key (video_id, viewer, "window", day)
        ) partition by range (day);

        -- Views of days that were dropped, so that counts can still be proved.
        create table views_before (video_id uuid primary key, views bigint not null);
        """);

    /// <summary>Makes the partitions of these days where they are missing.</summary>
    public static Task EnsureAsync(NpgsqlDataSource source, DateOnly first, int days, CancellationToken cancel)
        => DayPartitions.EnsureAsync(source, Names, first, days, cancel);

    /// <summary>Drops the days before this one, their views added up; returns how many partitions went.</summary>
    public static async Task<int> DropBeforeAsync(NpgsqlDataSource source, DateOnly first, CancellationToken cancel)
        => (await DayPartitions.DropBeforeAsync(source, Names, first, RollUp, cancel)).Count;

    private static string? RollUp(string partition) => !partition.StartsWith("views", StringComparison.Ordinal) ? null : $"""
        insert into views_before as b (video_id, views) select video_id, count(*) from {partition} group by 1
        on conflict (video_id) do update set views = b.views + excluded.views;
        """;
}
