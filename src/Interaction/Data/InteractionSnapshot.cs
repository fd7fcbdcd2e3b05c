using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Comments;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Data;

/// <summary>Everything people did, as it stands, for consumers that are rebuilt: toggles taken back and deleted comments included.</summary>
internal sealed class InteractionSnapshot([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source) : IEventSnapshot<InteractionDb>
{
    private const int Page = 500;

    public async IAsyncEnumerable<Event> StreamAsync(InteractionDb db, [EnumeratorCancellation] CancellationToken cancel)
    {
        var all = new[]
        {
            Pages<FollowRow>(f => db.Follows.FromSql($"""
                select * from follows where (follower_id, followee_id) > ({f?.FollowerId ?? Guid.Empty}, {f?.FolloweeId ?? Guid.Empty}) order by follower_id, followee_id limit {Page}
                """), Of, cancel),
            Pages<BlockRow>(b => db.Blocks.FromSql($"""
                select * from blocks where (blocker_id, blocked_id) > ({b?.BlockerId ?? Guid.Empty}, {b?.BlockedId ?? Guid.Empty}) order by blocker_id, blocked_id limit {Page}
                """), b => Told(b.BlockedId, b.At, new Event { BlockChanged = new() { BlockerId = b.BlockerId.ToString(), BlockedId = b.BlockedId.ToString(), Blocked = b.Active, Version = b.Version } }), cancel),
            Pages<MuteRow>(m => db.Mutes.FromSql($"""
                select * from mutes where (muter_id, muted_id) > ({m?.MuterId ?? Guid.Empty}, {m?.MutedId ?? Guid.Empty}) order by muter_id, muted_id limit {Page}
                """), m => Told(m.MutedId, m.At, new Event { MuteChanged = new() { MuterId = m.MuterId.ToString(), MutedId = m.MutedId.ToString(), Muted = m.Active, Version = m.Version } }), cancel),
            Pages<LikeRow>(l => db.Likes.FromSql($"""
                select * from likes where (user_id, video_id) > ({l?.UserId ?? Guid.Empty}, {l?.VideoId ?? Guid.Empty}) order by user_id, video_id limit {Page}
                """), l => Told(l.VideoId, l.At, new Event { LikeChanged = new() { UserId = l.UserId.ToString(), VideoId = l.VideoId.ToString(), AuthorId = l.AuthorId.ToString(), Liked = l.Active, Version = l.Version } }), cancel),
            Pages<SaveRow>(s => db.Saves.FromSql($"""
                select * from saves where (user_id, video_id) > ({s?.UserId ?? Guid.Empty}, {s?.VideoId ?? Guid.Empty}) order by user_id, video_id limit {Page}
                """), s => Told(s.VideoId, s.At, new Event { SaveChanged = new() { UserId = s.UserId.ToString(), VideoId = s.VideoId.ToString(), AuthorId = s.AuthorId.ToString(), Saved = s.Active, Version = s.Version } }), cancel),
            Pages<CommentRow>(c => db.Comments.FromSql($"select * from comments where id > {c?.Id ?? Guid.Empty} order by id limit {Page}"),
                c => Told(c.VideoId, c.EditedAt ?? c.CreatedAt, CommentEvents.Of(c)), cancel),
            CommentLikes(cancel),
            Pages<ShareRow>(s => db.Shares.FromSql($"select * from shares where id > {s?.Id ?? Guid.Empty} order by id limit {Page}"),
                s => Told(s.VideoId, s.At, new Event { Shared = new() { ShareId = s.Id.ToString(), UserId = s.UserId?.ToString() ?? "", VideoId = s.VideoId.ToString(), AuthorId = s.AuthorId.ToString(), Channel = s.Channel } }), cancel),
            Pages<VideoCountRow>(v => db.Set<VideoCountRow>().FromSql($"select * from video_counts where video_id > {v?.VideoId ?? Guid.Empty} order by video_id limit {Page}"),
                v => new Event { Key = v.VideoId.ToString(), CountsChanged = new() { VideoId = v.VideoId.ToString(), Likes = v.Likes, Comments = v.Comments, Views = v.Views, Shares = v.Shares, Saves = v.Saves, Rev = v.Rev } }, cancel),
            Watches(cancel),
        };
        foreach (var kind in all)
        {
            await foreach (var told in kind) yield return told;
        }
    }

    private static Event Of(FollowRow f) => Told(f.FolloweeId, f.At, new Event
    {
        // What it was before is not kept; a consumer that needs it has heard it.
        FollowChanged = new() { FollowerId = f.FollowerId.ToString(), FolloweeId = f.FolloweeId.ToString(), State = f.State, Previous = FollowState.None, Version = f.Version },
    });

    private async IAsyncEnumerable<Event> CommentLikes([EnumeratorCancellation] CancellationToken cancel)
    {
        var (comment, user) = (Guid.Empty, Guid.Empty);
        List<Event> rows;
        do
        {
            rows = await source.ReadAsync("""
                select l.comment_id, l.user_id, l.author_id, c.video_id, l.active, l.version, l.at from comment_likes l join comments c on c.id = l.comment_id
                where (l.comment_id, l.user_id) > ($1, $2) order by l.comment_id, l.user_id limit 500
                """, row =>
            {
                (comment, user) = (row.GetGuid(0), row.GetGuid(1));
                return Told(row.GetGuid(3), row.GetFieldValue<DateTimeOffset>(6), new Event
                {
                    CommentLikeChanged = new()
                    {
                        UserId = user.ToString(),
                        CommentId = comment.ToString(),
                        CommentAuthorId = row.GetGuid(2).ToString(),
                        VideoId = row.GetGuid(3).ToString(),
                        Liked = row.GetBoolean(4),
                        Version = row.GetInt64(5),
                    },
                });
            }, cancel, comment, user);
            foreach (var told in rows) yield return told;
        }
        while (rows.Count == Page);
    }

    private async IAsyncEnumerable<Event> Watches([EnumeratorCancellation] CancellationToken cancel)
    {
        var (viewer, play, day) = ("", Guid.Empty, DateOnly.MinValue);
        List<Event> rows;
        do
        {
            rows = await source.ReadAsync("""
                select w.viewer, w.play_id, w.day, w.user_id, w.video_id, w.author_id, w.impression_id, w.watched_ms, w.loops, w.completed, w.viewed, w.source, w.version,
                       w.updated_at, coalesce(v.duration_ms, 0)
                from watches w left join known_videos v on v.video_id = w.video_id
                where (w.viewer, w.play_id, w.day) > ($1, $2, $3) order by w.viewer, w.play_id, w.day limit 500
                """, row =>
            {
                (viewer, play, day) = (row.GetString(0), row.GetGuid(1), row.GetFieldValue<DateOnly>(2));
                return new Event
                {
                    Key = viewer,
                    TimeMs = row.GetFieldValue<DateTimeOffset>(13).ToUnixTimeMilliseconds(),
                    PlaysWatched = new()
                    {
                        Plays =
                        {
                            new Watched
                            {
                                PlayId = play.ToString(),
                                UserId = row.IsDBNull(3) ? "" : row.GetGuid(3).ToString(),
                                DeviceId = viewer.StartsWith("d:", StringComparison.Ordinal) ? viewer[2..] : "",
                                VideoId = row.GetGuid(4).ToString(),
                                AuthorId = row.GetGuid(5).ToString(),
                                ImpressionId = row.GetString(6),
                                WatchedMs = row.GetInt32(7),
                                DurationMs = row.GetInt32(14),
                                Loops = row.GetInt32(8),
                                Completed = row.GetBoolean(9),
                                Viewed = row.GetBoolean(10),
                                Source = row.GetString(11),
                                Version = row.GetInt64(12),
                            },
                        },
                    },
                };
            }, cancel, viewer, play, day);
            foreach (var told in rows) yield return told;
        }
        while (rows.Count == Page);
    }

    private static async IAsyncEnumerable<Event> Pages<T>(Func<T?, IQueryable<T>> after, Func<T, Event> tell, [EnumeratorCancellation] CancellationToken cancel) where T : class
    {
        T? last = null;
        List<T> rows;
        do
        {
            rows = await after(last).AsNoTracking().ToListAsync(cancel);
            foreach (var row in rows) yield return tell(row);
            if (rows.Count > 0) last = rows[^1];
        }
        while (rows.Count == Page);
    }

    private static Event Told(Guid key, DateTimeOffset at, Event told)
    {
        (told.Key, told.TimeMs) = (key.ToString(), at.ToUnixTimeMilliseconds());
        return told;
    }
}
