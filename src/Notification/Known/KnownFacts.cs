using Zoetrope.Contracts.Events.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Inbox;
using Said = Zoetrope.Contracts.Events.V1.Event.PayloadOneofCase;

namespace Zoetrope.Notification.Known;

/// <summary>
/// Keeps the own copies: who is gone, who blocks and mutes and follows whom, which videos and comments are there. The version decides. What
/// changes who may know what gives back whose share in which groups that touches.
/// </summary>
internal sealed class KnownFacts(NotificationDb db, DateTimeOffset now)
{
    /// <summary>As much of a comment as an inbox shows.</summary>
    private const int LongestExcerpt = 200;

    public async Task<List<Touched>> ApplyAsync(IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var touched = new List<Touched>();
        touched.AddRange(await AccountsAsync([.. batch.Select(AccountOf).OfType<AccountState>()], cancel));
        touched.AddRange(await VideosAsync(batch, cancel));
        touched.AddRange(await CommentsAsync([.. batch.Where(e => e.PayloadCase == Said.CommentChanged).Select(e => e.CommentChanged)], cancel));
        var follows = await TiesAsync("known_follows", batch.Where(e => e.PayloadCase == Said.FollowChanged)
            .Select(e => new Tie(e.FollowChanged.FollowerId, e.FollowChanged.FolloweeId, e.FollowChanged.State == FollowState.Following, e.TimeMs, e.FollowChanged.Version)), cancel);
        var blocks = await TiesAsync("known_blocks", batch.Where(e => e.PayloadCase == Said.BlockChanged)
            .Select(e => new Tie(e.BlockChanged.BlockerId, e.BlockChanged.BlockedId, e.BlockChanged.Blocked, e.TimeMs, e.BlockChanged.Version)), cancel);
        var mutes = await TiesAsync("known_mutes", batch.Where(e => e.PayloadCase == Said.MuteChanged)
            .Select(e => new Tie(e.MuteChanged.MuterId, e.MuteChanged.MutedId, e.MuteChanged.Muted, e.TimeMs, e.MuteChanged.Version)), cancel);
        touched.AddRange(await BetweenAsync([.. blocks, .. blocks.Select(b => (b.To, b.From)), .. mutes, .. follows], cancel));
        return touched;
    }

    /// <summary>Whose inboxes a block, mute or follow in the batch may change.</summary>
    public static IEnumerable<Guid> PeopleOfTies(IReadOnlyList<Event> batch)
        => batch.SelectMany(e => e.PayloadCase switch
        {
            Said.BlockChanged => [e.BlockChanged.BlockerId, e.BlockChanged.BlockedId],
            Said.MuteChanged => [e.MuteChanged.MuterId],
            Said.FollowChanged => [e.FollowChanged.FollowerId],
            _ => Array.Empty<string>(),
        }).Select(Guid.Parse);

    private async Task<List<Touched>> AccountsAsync(List<AccountState> accounts, CancellationToken cancel)
    {
        if (accounts.Count == 0) return [];
        var newest = accounts.GroupBy(a => a.UserId).Select(same => same.MaxBy(a => a.Version)!).OrderBy(a => a.UserId).ToList();
        // A new name or picture touches no inbox.
        var changed = await db.ReadAsync("""
            with before as (select user_id, gone, is_private from known_accounts where user_id = any($1)),
            after as (
              insert into known_accounts as k (user_id, gone, deleted, is_private, show_presence, version)
              select * from unnest($1::uuid[], $2::bool[], $3::bool[], $4::bool[], $5::bool[], $6::bigint[])
              on conflict (user_id) do update set gone = excluded.gone, deleted = excluded.deleted, is_private = excluded.is_private,
                show_presence = excluded.show_presence, version = excluded.version
              where excluded.version > k.version
              returning user_id, gone, is_private)
            select a.user_id from after a left join before b using (user_id) where (a.gone, a.is_private) <> (coalesce(b.gone, false), coalesce(b.is_private, false))
            """, row => row.GetGuid(0), cancel, Ids(newest.Select(a => a.UserId)), newest.Select(a => a.Suspended || a.Deleted).ToArray(),
            newest.Select(a => a.Deleted).ToArray(), newest.Select(a => a.IsPrivate).ToArray(),
            newest.Select(a => a.ShowPresence).ToArray(), newest.Select(a => a.Version).ToArray());
        return changed.Count == 0 ? [] : await SharesAsync("actor_id = any($1)", cancel, changed.ToArray());
    }

    private async Task<List<Touched>> VideosAsync(IReadOnlyList<Event> batch, CancellationToken cancel)
    {
        var videos = batch.Select(e => (Video: VideoOf(e), Event: e)).Where(v => v.Video is not null)
            .GroupBy(v => v.Video!.VideoId).OrderBy(same => same.Key).Select(same =>
            {
                var newest = same.MaxBy(v => v.Video!.Version).Video!;
                var failure = same.Where(v => v.Event.PayloadCase == Said.VideoFailed).OrderByDescending(v => v.Video!.Version).FirstOrDefault();
                return (newest, Gone: same.Any(v => v.Event.PayloadCase == Said.VideoRemoved || v.Video!.State == "removed"),
                    Code: failure.Event?.VideoFailed.Code ?? "", FailedAt: failure.Video?.Version ?? 0);
            }).ToList();
        if (videos.Count == 0) return [];
        // Gone is final; title and failure each have the newest word on themselves.
        await db.ReadAsync("""
            insert into known_videos as k (video_id, title, poster_url, gone, version, failure_code, failure_version, author_id, published_at, followers_only)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bool[], $5::bigint[], $6::text[], $7::bigint[], $8::uuid[], $9::timestamptz[], $10::bool[])
            on conflict (video_id) do update set
              title = case when excluded.version > k.version then excluded.title else k.title end,
              poster_url = case when excluded.version > k.version then excluded.poster_url else k.poster_url end,
              published_at = case when excluded.version > k.version then excluded.published_at else k.published_at end,
              followers_only = case when excluded.version > k.version then excluded.followers_only else k.followers_only end,
              gone = k.gone or excluded.gone, version = greatest(k.version, excluded.version),
              failure_code = case when excluded.failure_version > k.failure_version then excluded.failure_code else k.failure_code end,
              failure_version = greatest(k.failure_version, excluded.failure_version)
            """, _ => 0, cancel, Ids(videos.Select(v => v.newest.VideoId)), videos.Select(v => v.newest.Title).ToArray(),
            videos.Select(v => v.newest.PosterUrl).ToArray(), videos.Select(v => v.Gone).ToArray(), videos.Select(v => v.newest.Version).ToArray(),
            videos.Select(v => v.Code).ToArray(), videos.Select(v => v.FailedAt).ToArray(), Ids(videos.Select(v => v.newest.AuthorId)),
            videos.Select(v => TellsFollowers(v.newest) ? DateTimeOffset.FromUnixTimeMilliseconds(v.newest.PublishedAtMs).UtcDateTime : DateTime.UnixEpoch).ToArray(),
            videos.Select(v => v.newest.Audience == Audience.Followers).ToArray());
        var gone = videos.Where(v => v.Gone).Select(v => v.newest.VideoId).ToList();
        // Whether followers are told of it, and who that is named in it may know, can change with every edit.
        var told = await GroupsAsync("video_id = any($1) and type in ('new_video', 'mention')", cancel, Ids(videos.Select(v => v.newest.VideoId)));
        return gone.Count == 0 ? told : [.. told, .. await GroupsAsync("video_id = any($1)", cancel, Ids(gone))];
    }

    private async Task<List<Touched>> CommentsAsync(List<CommentChanged> comments, CancellationToken cancel)
    {
        if (comments.Count == 0) return [];
        var newest = comments.GroupBy(c => c.CommentId).Select(same => same.MaxBy(c => c.Version)!).OrderBy(c => c.CommentId).ToList();
        await db.ReadAsync("""
            insert into known_comments as k (comment_id, text, gone, version, heard_at) select *, $5 from unnest($1::uuid[], $2::text[], $3::bool[], $4::bigint[])
            on conflict (comment_id) do update set text = excluded.text, gone = excluded.gone, version = excluded.version, heard_at = excluded.heard_at
            where excluded.version > k.version
            """, _ => 0, cancel, Ids(newest.Select(c => c.CommentId)), newest.Select(c => Excerpt(c.Text)).ToArray(), newest.Select(c => c.Deleted).ToArray(),
            newest.Select(c => c.Version).ToArray(), now.UtcDateTime);
        var gone = newest.Where(c => c.Deleted).Select(c => c.CommentId).ToList();
        return gone.Count == 0 ? [] : await GroupsAsync("comment_id = any($1)", cancel, Ids(gone));
    }

    private async Task<List<(Guid From, Guid To)>> TiesAsync(string table, IEnumerable<Tie> ties, CancellationToken cancel)
    {
        var newest = ties.GroupBy(t => (t.From, t.To)).Select(same => same.MaxBy(t => t.Version)).OrderBy(t => t.From).ThenBy(t => t.To).ToList();
        return newest.Count == 0 ? [] : await db.ReadAsync($"""
            insert into {table} as k (from_id, to_id, active, version, at) select * from unnest($1::uuid[], $2::uuid[], $3::bool[], $4::bigint[], $5::timestamptz[])
            on conflict (from_id, to_id) do update set active = excluded.active, at = excluded.at, version = excluded.version where excluded.version > k.version
            returning from_id, to_id
            """, row => (row.GetGuid(0), row.GetGuid(1)), cancel, Ids(newest.Select(t => t.From)), Ids(newest.Select(t => t.To)),
            newest.Select(t => t.Active).ToArray(), newest.Select(t => t.Version).ToArray(),
            newest.Select(t => DateTimeOffset.FromUnixTimeMilliseconds(t.AtMs).UtcDateTime).ToArray());
    }

    private async Task<List<Touched>> BetweenAsync(List<(Guid Recipient, Guid Actor)> pairs, CancellationToken cancel)
        => pairs.Count == 0 ? [] : await SharesAsync("(recipient_id, actor_id) in (select * from unnest($1::uuid[], $2::uuid[]))", cancel,
            pairs.Select(p => p.Recipient).ToArray(), pairs.Select(p => p.Actor).ToArray());

    private Task<List<Touched>> SharesAsync(string where, CancellationToken cancel, params object[] values)
        => db.ReadAsync($"select distinct recipient_id, type, group_key, actor_id from parts where {where}", Touched.Read, cancel, values);

    // Whole: another partition may be writing more of their parts at this moment, unseen here until the inbox is locked.
    private Task<List<Touched>> GroupsAsync(string where, CancellationToken cancel, params object[] values)
        => db.ReadAsync($"select distinct recipient_id, type, group_key from parts where {where}",
            row => new Touched(new(row.GetGuid(0), row.GetString(1), row.GetString(2)), null, WasLive: false, Whole: true), cancel, values);

    internal static AccountState? AccountOf(Event e) => e.UserRegistered?.Account ?? e.ProfileChanged?.Account ?? e.AccountChanged?.Account;

    internal static VideoState? VideoOf(Event e) => e.VideoPublished?.Video ?? e.VideoChanged?.Video ?? e.VideoRemoved?.Video ?? e.VideoFailed?.Video;

    private static Guid[] Ids(IEnumerable<string> ids) => [.. ids.Select(Guid.Parse)];

    // Not in the middle of a surrogate pair: PostgreSQL takes only whole characters.
    private static string Excerpt(string text) => text.Length <= LongestExcerpt ? text
        : text[..(char.IsHighSurrogate(text[LongestExcerpt - 1]) ? LongestExcerpt - 1 : LongestExcerpt)] + "…";

    /// <summary>A clip that followers hear of: published and for them to see.</summary>
    private static bool TellsFollowers(VideoState v) => v is { State: "ready", PublishedAtMs: > 0, Audience: Audience.Public or Audience.Followers };

    private readonly record struct Tie(string From, string To, bool Active, long AtMs, long Version);
}
