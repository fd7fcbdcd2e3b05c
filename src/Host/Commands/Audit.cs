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

    private const string Accounts = "select id || ' ' || is_private from users where deleted_at is null and not awaits_approval";

    // A clip's tombstone is final everywhere; what is published of the rest must be known alike.
    private static readonly string Videos = """
        select id || ' ' || author_id || ' ' || case audience when 'public' then 1 when 'followers' then 2 when 'unlisted' then 3 else 4 end
        from videos where removed_at is null and published_at is not null and state = 'ready'
        """;

    // Ids begin with their time. Of older clips the one may have dropped days of watches that the other still has.
    private static readonly string OfThisWeek = "left(replace(video_id::text, '-', ''), 12) >= lpad(to_hex(((extract(epoch from now()) - 604800) * 1000)::bigint), 12, '0')";

    private static readonly Copy[] Copies =
    [
        .. OfOne("accounts", "auth", Accounts,
            ("video", "select id || ' ' || is_private from known_accounts where not deleted"),
            ("interaction", "select user_id || ' ' || is_private from known_accounts where not deleted"),
            ("notification", "select user_id || ' ' || is_private from known_accounts where not deleted"),
            ("recommendation", "select user_id || ' ' || is_private from known_accounts where not deleted")),
        .. OfOne("videos", "video", Videos,
            ("interaction", "select video_id || ' ' || author_id || ' ' || audience from known_videos where published and not removed"),
            ("recommendation", "select video_id || ' ' || author_id || ' ' || audience from known_videos where shown")),
        .. OfOne("likes", "interaction", "select user_id || ' ' || video_id from likes where active",
            ("recommendation", "select substr(viewer, 3) || ' ' || video_id from reactions where liked and viewer like 'u:%'")),
        .. OfOne("watches", "interaction", $"select distinct viewer || ' ' || video_id from watches join known_videos using (video_id) where viewer like 'u:%' and not removed and {OfThisWeek}",
            // What a device watched stays its own there, and is read as that of the account which was made on it.
            ("recommendation", $"select distinct coalesce('u:' || j.user_id, r.viewer) || ' ' || video_id from reactions r join known_videos using (video_id) left join joined_devices j on r.viewer = 'd:' || j.device_id where (r.viewer like 'u:%' or j.user_id is not null) and seen_at is not null and shown and {OfThisWeek}")),
        .. OfOne("follows", "interaction", "select follower_id || ' ' || followee_id from follows where state = 3",
            ("notification", "select from_id || ' ' || to_id from known_follows where active"),
            ("recommendation", "select follower_id || ' ' || followee_id from follows where following")),
        .. OfOne("blocks", "interaction", "select blocker_id || ' ' || blocked_id from blocks where active",
            ("notification", "select from_id || ' ' || to_id from known_blocks where active"),
            ("recommendation", "select by_id || ' ' || of_id from distances where kind = 1 and in_force")),
        .. OfOne("mutes", "interaction", "select muter_id || ' ' || muted_id from mutes where active",
            ("notification", "select from_id || ' ' || to_id from known_mutes where active"),
            ("recommendation", "select by_id || ' ' || of_id from distances where kind = 2 and in_force")),
        .. OfOne("comments", "interaction", "select id::text from comments where not deleted",
            ("notification", "select c.comment_id::text from known_comments c where not c.gone")),
        .. OfOne("revisions of counts", "interaction", "select c.video_id || ' ' || c.rev from video_counts c join known_videos v using (video_id) where v.published and not v.removed",
            ("recommendation", "select video_id || ' ' || counts_rev from known_videos where shown and counts_rev > 0")),
        // Saves are nobody's copy but in the counts.
        .. OfOne("counts", "interaction", "select c.video_id || ' ' || c.likes || ' ' || c.comments || ' ' || c.saves || ' ' || c.rev from video_counts c join known_videos v using (video_id) where v.published and not v.removed",
            ("video", "select c.video_id || ' ' || c.likes || ' ' || c.comments || ' ' || c.saves || ' ' || c.rev from video_counts c join videos v on v.id = c.video_id where v.removed_at is null and v.published_at is not null and v.state = 'ready'")),
    ];

    private static IEnumerable<Copy> OfOne(string what, string owner, string ownerRows, params (string Holder, string Rows)[] holders)
        => holders.Select(holder => new Copy(what, owner, ownerRows, holder.Holder, holder.Rows));

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
