using Microsoft.EntityFrameworkCore;
using Zoetrope.Interaction.Comments;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;

namespace Zoetrope.Interaction.Known;

/// <summary>
/// Erases what a deleted account did, in the transaction of the event that says so: its rows go and every count follows. A comment under
/// which others talk stays as an empty place in its thread; shares and views stay counted, but nobody's. Doing it again changes nothing.
/// </summary>
internal sealed class EraseAccount(InteractionDb db, TimeProvider time)
{
    /// <summary>For one statement. What a crowd left on somebody's clips takes longer than a request may, and given up it would begin anew, for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task RunAsync(Guid id, CancellationToken cancel)
    {
        var usual = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(Patience);
        try
        {
            await EraseAsync(id, cancel);
        }
        finally
        {
            db.Database.SetCommandTimeout(usual);
        }
    }

    private async Task EraseAsync(Guid id, CancellationToken cancel)
    {
        // Every row that goes takes its count along in the same statement, as when it was made: whatever others do meanwhile, counts equal rows.
        await TapsAsync(id, cancel);
        await TiesAsync(id, cancel);
        var videos = await db.KnownVideos.Where(v => v.AuthorId == id).Select(v => v.VideoId).ToArrayAsync(cancel);
        if (videos.Length > 0) await VideosAsync(videos, cancel);
        await CommentsAsync(id, videos, cancel);
        await PlaysAsync(id, cancel);
        await CountsAsync(id, cancel);
    }

    private Task<int> TapsAsync(Guid id, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with gone as (delete from likes where user_id = {id} returning video_id, author_id, active)
        insert into count_deltas (subject_id, kind, delta, owner_id) select video_id, 1, -1, author_id from gone where active;
        with gone as (delete from saves where user_id = {id} returning video_id, active)
        insert into count_deltas (subject_id, kind, delta) select video_id, 5, -1 from gone where active;
        with gone as (delete from comment_likes where user_id = {id} returning comment_id, active)
        insert into count_deltas (subject_id, kind, delta) select comment_id, 21, -1 from gone where active;
        """, cancel);

    private Task<int> TiesAsync(Guid id, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with gone as (delete from follows where follower_id = {id} or followee_id = {id} returning follower_id, followee_id, state)
        insert into count_deltas (subject_id, kind, delta)
        select d.subject_id, d.kind, -1 from gone cross join lateral (values (followee_id, 11::smallint), (follower_id, 12::smallint)) d (subject_id, kind) where state = 3;
        delete from blocks where blocker_id = {id} or blocked_id = {id};
        delete from mutes where muter_id = {id} or muted_id = {id};
        """, cancel);

    /// <summary>
    /// What others did to the account's own videos. History has no index by video, which every watch would pay for: the plays name whose rows go. Those
    /// of plays that are kept no longer stay, in their viewer's history alone, where no list shows them.
    /// </summary>
    private Task<int> VideosAsync(Guid[] videos, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with gone as (delete from likes where video_id = any({videos}) returning video_id, author_id, active)
        insert into count_deltas (subject_id, kind, delta, owner_id) select video_id, 1, -1, author_id from gone where active;
        with gone as (delete from saves where video_id = any({videos}) returning video_id, active)
        insert into count_deltas (subject_id, kind, delta) select video_id, 5, -1 from gone where active;
        with gone as (delete from shares where video_id = any({videos}) returning video_id)
        insert into count_deltas (subject_id, kind, delta) select video_id, 4, -1 from gone;
        with gone as (delete from views where video_id = any({videos}) returning video_id)
        insert into count_deltas (subject_id, kind, delta) select video_id, 3, -1 from gone;
        with gone as (delete from views_before where video_id = any({videos}) returning video_id, views)
        insert into count_deltas (subject_id, kind, delta) select video_id, 3, -views::int from gone;
        delete from history h using (select distinct user_id, video_id from watches where video_id = any({videos}) and user_id is not null) w
        where h.user_id = w.user_id and h.video_id = w.video_id;
        delete from watches where video_id = any({videos});
        """, cancel);

    /// <summary>The account's own comments, and everybody's under its videos: emptied, and said so.</summary>
    private async Task CommentsAsync(Guid id, Guid[] videos, CancellationToken cancel)
    {
        // Taken first: a comment that is deleted at this moment must not be counted out twice.
        var ids = await db.Database.SqlQuery<Guid>($"""
            select id as "Value" from comments where author_id = {id} or (video_id = any({videos}) and video_author_id = {id}) order by id for update
            """).ToArrayAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            with gone as (delete from comment_likes where comment_id = any({ids}) returning comment_id, active)
            insert into count_deltas (subject_id, kind, delta) select comment_id, 21, -1 from gone where active;
            insert into count_deltas (subject_id, kind, delta)
            select d.subject_id, d.kind, -1 from comments c cross join lateral (values (c.video_id, 2::smallint), (c.parent_id, 22::smallint)) d (subject_id, kind)
            where c.id = any({ids}) and not c.deleted and d.subject_id is not null;
            update comments set parent_author_id = null where parent_author_id = {id};
            update comments set reply_to_id = null where reply_to_id = {id};
            update comments set mentions = array_remove(mentions, {id}) where mentions @> array[{id}];
            """, cancel);
        var (version, nobody) = (Versions.Next(time), Guid.Empty);
        var emptied = await db.Comments.FromSql($"""
            update comments set deleted = true, pinned = false, text = '', mentions = array[]::uuid[], entities = '', client_ref = '', edited_at = null,
              author_id = {nobody}, video_author_id = case video_author_id when {id} then {nobody} else video_author_id end, version = greatest(version + 1, {version})
            where id = any({ids}) returning *
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var comment in emptied) db.Publish(time, comment.VideoId.ToString(), CommentEvents.Of(comment));
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private Task<int> PlaysAsync(Guid id, CancellationToken cancel)
    {
        // One name for all of it, drawn here and kept nowhere: the plays still add up, and lead to nobody.
        var (viewer, nobody) = ($"u:{id}", $"x:{Ids.New(time)}");
        return db.Database.ExecuteSqlAsync($"""
            update views v set viewer = {nobody} from (select distinct video_id, day from watches where viewer = {viewer}) w
            where v.viewer = {viewer} and v.video_id = w.video_id and v.day between w.day and w.day + 1;
            update watches set viewer = {nobody}, user_id = null, impression_id = '' where viewer = {viewer};
            update shares set user_id = null where user_id = {id};
            update reports set reporter = 'x:' || id, detail = '' where reporter = {viewer};
            delete from history where user_id = {id};
            delete from idempotency where owner = {viewer};
            delete from watch_clocks where viewer = {viewer};
            """, cancel);
    }

    /// <summary>
    /// Last, the account's own counts, which are zero now: what waits is folded here, and the row goes, because it would keep the id.
    /// Whoever follows at this very moment is counted all the same.
    /// </summary>
    private Task<int> CountsAsync(Guid id, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        with ties as (delete from count_deltas where subject_id = {id} and kind in (11, 12) returning kind, delta),
          liked as (update count_deltas set owner_id = null where owner_id = {id} and kind = 1 returning delta)
        insert into user_counts as c (user_id, followers, following, likes)
        select {id}, coalesce(sum(delta) filter (where kind = 11), 0), coalesce(sum(delta) filter (where kind = 12), 0), (select coalesce(sum(delta), 0) from liked) from ties
        on conflict (user_id) do update set followers = c.followers + excluded.followers, following = c.following + excluded.following, likes = c.likes + excluded.likes;
        delete from user_counts where user_id = {id} and followers = 0 and following = 0 and likes = 0;
        """, cancel);
}
