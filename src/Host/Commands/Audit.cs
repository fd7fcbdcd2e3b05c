using System.CommandLine;
using System.Diagnostics;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Telemetry;

namespace Zoetrope.Host.Commands;

/// <summary>
/// Proves from raw rows that every count is true, and that what services know of each other is what its owner holds. Counts are compared in
/// one snapshot and must be right under load; copies are fed by events, so they are given time to catch up. Exit code 1 when something differs.
/// </summary>
internal static class Audit
{
    private static readonly Option<int> Wait = new("--wait") { Description = "Seconds that copies may take to catch up", DefaultValueFactory = _ => 30 };

    /// <summary>The same pairs in two databases; each query gives one text a row.</summary>
    private sealed record Copy(string What, string Owner, string OwnerRows, string Holder, string HolderRows);

    private static readonly Copy[] Copies =
    [
        new("likes", "interaction", "select user_id || ' ' || video_id from likes where active",
            "recommendation", "select substr(viewer, 3) || ' ' || video_id from reactions where liked and viewer like 'u:%'"),
        new("follows", "interaction", "select follower_id || ' ' || followee_id from follows where state = 3",
            "notification", "select from_id || ' ' || to_id from known_follows where active"),
        new("follows", "interaction", "select follower_id || ' ' || followee_id from follows where state = 3",
            "recommendation", "select follower_id || ' ' || followee_id from follows where following"),
        new("blocks", "interaction", "select blocker_id || ' ' || blocked_id from blocks where active",
            "notification", "select from_id || ' ' || to_id from known_blocks where active"),
        new("blocks", "interaction", "select blocker_id || ' ' || blocked_id from blocks where active",
            "recommendation", "select by_id || ' ' || of_id from distances where kind = 1 and in_force"),
        new("comments", "interaction", "select id::text from comments where not deleted",
            "notification", "select c.comment_id::text from known_comments c where not c.gone"),
        new("revisions of counts", "interaction", "select c.video_id || ' ' || c.rev from video_counts c join known_videos v using (video_id) where v.published and not v.removed",
            "recommendation", "select video_id || ' ' || counts_rev from known_videos where shown and counts_rev > 0"),
    ];

    public static Command Command()
    {
        var command = new Command("audit", "Prove counts from raw rows, and copies from their owners") { Wait };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = Configuration.Read([]);
        using var logs = Logs.Create(configuration, Services.Databases);
        await using var infra = await Infra.StartAsync(Infra.RoleFor(configuration), configuration, logs.CreateLogger("Zoetrope"), cancel);
        await using var app = Composition.Build(Services.Databases, configuration, logs);
        var wrong = await CountsAsync(app.Services.GetRequiredService<Rpc<Counts.CountsClient>>(), cancel);
        foreach (var copy in Copies)
        {
            if (!await AgreesAsync(copy, configuration, parsed.GetValue(Wait), cancel)) wrong++;
        }
        await Console.Out.WriteLineAsync(wrong == 0 ? "Everything adds up." : $"{wrong} things differ.");
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<int> CountsAsync(Rpc<Counts.CountsClient> counts, CancellationToken cancel)
    {
        var audit = await counts.AsSystem().AuditAsync(new AuditRequest(), cancellationToken: cancel);
        await Console.Out.WriteLineAsync($"{(audit.Items.Count == 0 ? "ok  " : "FAIL")}  counts: {audit.Compared} compared with their rows, {audit.Items.Count} differ");
        foreach (var item in audit.Items) await Console.Out.WriteLineAsync($"      {item.Count} of {item.SubjectId}: shown {item.Shown}, rows {item.Rows}");
        return audit.Items.Count;
    }

    private static async Task<bool> AgreesAsync(Copy copy, IConfiguration configuration, int seconds, CancellationToken cancel)
    {
        await using var owner = NpgsqlDataSource.Create(DatabaseServices.ConnectionString(configuration, copy.Owner));
        await using var holder = NpgsqlDataSource.Create(DatabaseServices.ConnectionString(configuration, copy.Holder));
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var (there, here) = (await DigestAsync(owner, copy.OwnerRows, cancel), await DigestAsync(holder, copy.HolderRows, cancel));
            var late = Stopwatch.GetElapsedTime(started).TotalSeconds >= seconds;
            if (there != here && !late)
            {
                await Task.Delay(500, cancel);
                continue;
            }
            await Console.Out.WriteLineAsync($"{(there == here ? "ok  " : "FAIL")}  {copy.What}: {copy.Owner} holds {there.Count}, {copy.Holder} knows {here.Count}{(there.Count == here.Count && there != here ? ", not the same ones" : "")}");
            return there == here;
        }
    }

    /// <summary>How many rows there are and a sum of their hashes, which does not depend on their order.</summary>
    private static async Task<(long Count, decimal Sum)> DigestAsync(NpgsqlDataSource source, string rows, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"select count(*), coalesce(sum(hashtextextended(r, 0)::numeric), 0) from ({rows}) rows (r)");
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return (row.GetInt64(0), row.GetDecimal(1));
    }
}
