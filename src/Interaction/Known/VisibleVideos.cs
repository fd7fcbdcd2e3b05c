using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Known;

/// <summary>A video with all that decides what this viewer may do with it.</summary>
/// <param name="AsOf">The oldest transaction that was still open when this was read: whatever is older is seen by this read and by later ones.</param>
internal sealed record SeenVideo(
    Guid Id, VisibleItem Item, Relation Relation, bool AllowComments, int DurationMs, string AuthorName, string WhoCanComment, string AsOf)
{
    public Guid AuthorId => Item.AuthorId;

    public const string From = "from known_videos v left join known_accounts a on a.user_id = v.author_id";

    /// <param name="viewer">The viewer's account in the statement; the nil UUID is nobody.</param>
    public static string Select(string viewer) => $"""
        select v.video_id, v.author_id, v.audience, v.published, v.removed, v.allow_comments, v.duration_ms,
               a.username, a.is_private, a.suspended, a.deleted, a.who_can_comment,
               exists (select 1 from follows f where f.follower_id = {viewer} and f.followee_id = v.author_id and f.state = 3),
               exists (select 1 from follows f where f.follower_id = v.author_id and f.followee_id = {viewer} and f.state = 3),
               exists (select 1 from blocks b where b.blocker_id = {viewer} and b.blocked_id = v.author_id and b.active),
               exists (select 1 from blocks b where b.blocker_id = v.author_id and b.blocked_id = {viewer} and b.active),
               exists (select 1 from mutes m where m.muter_id = {viewer} and m.muted_id = v.author_id and m.active),
               pg_snapshot_xmin(pg_current_snapshot())::text
        """;

    /// <summary>A row of <see cref="Select"/>.</summary>
    public static SeenVideo Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        new VisibleItem(row.GetGuid(1), (Audience)row.GetInt32(2), row.GetBoolean(3), row.GetBoolean(4),
            !row.IsDBNull(8) && row.GetBoolean(8), !row.IsDBNull(9) && row.GetBoolean(9), !row.IsDBNull(10) && row.GetBoolean(10)),
        new Relation(row.GetBoolean(12), row.GetBoolean(13), row.GetBoolean(14), row.GetBoolean(15), row.GetBoolean(16)),
        row.GetBoolean(5), row.GetInt32(6), row.IsDBNull(7) ? "" : row.GetString(7), row.IsDBNull(11) ? "" : row.GetString(11), row.GetString(17));
}

/// <summary>Videos through the eyes of a viewer: video, author and relation in one query, and the one rule of <see cref="Visibility"/>.</summary>
internal sealed class VisibleVideos([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, SeenTogether together, Missing missing)
{
    // One video is asked for by its id, not by a list of one: PostgreSQL guesses ten for a list it does not know, finds every real list of one
    // cheaper than that, and so plans the statement anew each time, which costs several times what it does.
    private static readonly string
        One = $"{SeenVideo.Select("$2")} {SeenVideo.From} where v.video_id = $1",
        Many = $"{SeenVideo.Select("$2")} {SeenVideo.From} where v.video_id = any($1)";

    /// <summary>One video, or the honest refusal: not found, removed, or for followers only.</summary>
    public async Task<SeenVideo> GetAsync(Viewer viewer, Guid id, CancellationToken cancel)
    {
        if (await together.ReadAsync(viewer, id, cancel) is { } plain && IsPlain(plain, viewer)) return plain;
        var video = (await ReadAsync(viewer, [id], cancel)).GetValueOrDefault(id) ?? throw Fault.NotFound();
        if (video.Item is { Removed: false, AuthorDeleted: false } && video.Relation is { Blocked: false, BlockedBy: false } && !Visibility.CanSee(video.Item, video.Relation, viewer))
        {
            // Shown to more people a moment ago, and the event is still on its way: nobody is refused on a copy's word alone.
            await missing.LoadVideosAsync([id], cancel);
            video = (await QueryAsync(viewer, [id], cancel)).Single();
        }
        return Visibility.See(video.Item, video.Relation, viewer) switch
        {
            Sight.Visible => video,
            Sight.FollowersOnly => throw Fault.Forbidden("followers_only", ("author", video.AuthorName)),
            _ when WasPublic(video) => throw Fault.Gone(),
            _ => throw Fault.NotFound(),
        };
    }

    /// <summary>
    /// What is asked about one video, for whoever may see it, with the same refusals: one round trip where the video needs no second look. The
    /// rows have at least what the video's <see cref="SeenVideo.AsOf"/> says.
    /// </summary>
    public async Task<(SeenVideo Video, List<T> Rows)> AskAsync<T>(Viewer viewer, Guid id, Question<T> about, CancellationToken cancel)
    {
        var seen = new Question<SeenVideo>(One, SeenVideo.Read, id, viewer.AccountId ?? Guid.Empty);
        var (found, rows) = await source.ReadAsync(seen, about, cancel);
        if (found is [var video] && IsPlain(video, viewer)) return (video, rows);
        // Looked at again after the rows were read, so it cannot speak for them.
        return (await GetAsync(viewer, id, cancel) with { AsOf = "" }, rows);
    }

    /// <summary>Those of these videos that the viewer may see; the rest is left out.</summary>
    public async Task<Dictionary<Guid, SeenVideo>> GetManyAsync(Viewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        var videos = await ReadAsync(viewer, ids, cancel);
        foreach (var (id, video) in videos)
        {
            if (!Visibility.CanSee(video.Item, video.Relation, viewer)) videos.Remove(id);
        }
        return videos;
    }

    private async Task<Dictionary<Guid, SeenVideo>> ReadAsync(Viewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var rows = await QueryAsync(viewer, ids, cancel);
        // What is not out yet as far as the copy knows may just have come out.
        var unknown = ids.Except(rows.Where(r => r.Item.Published || r.Item.Removed || r.AuthorId == viewer.AccountId).Select(r => r.Id)).ToList();
        var authors = rows.Where(r => r.AuthorName.Length == 0).Select(r => r.AuthorId).ToList();
        if (unknown.Count > 0)
        {
            await missing.LoadVideosAsync(unknown, cancel);
            rows = await QueryAsync(viewer, ids, cancel);
            authors = [.. rows.Where(r => r.AuthorName.Length == 0).Select(r => r.AuthorId)];
        }
        if (authors.Count > 0)
        {
            await missing.LoadAccountsAsync(authors, cancel);
            rows = await QueryAsync(viewer, ids, cancel);
        }
        // An author nobody knows is an author who is gone: nothing of theirs is shown.
        return rows.Where(r => r.AuthorName.Length > 0).ToDictionary(r => r.Id);
    }

    private Task<List<SeenVideo>> QueryAsync(Viewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
        => ids.Count == 1
            ? source.ReadAsync(One, SeenVideo.Read, cancel, ids.Single(), viewer.AccountId ?? Guid.Empty)
            : source.ReadAsync(Many, SeenVideo.Read, cancel, ids.ToArray(), viewer.AccountId ?? Guid.Empty);

    /// <summary>Seen as the copy stands: nothing to ask its owner, nothing to refuse.</summary>
    private static bool IsPlain(SeenVideo video, Viewer viewer)
        => video is { Item.Published: true, AuthorName.Length: > 0 } && Visibility.CanSee(video.Item, video.Relation, viewer);

    private static bool WasPublic(SeenVideo video)
        => video.Item is { Removed: true, Audience: Audience.Public, AuthorPrivate: false, AuthorDeleted: false } && video.Relation is { Blocked: false, BlockedBy: false };
}
