using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Comments;

/// <summary>A comment as a viewer reads it, the folded likes that the top order is keyed by, and everybody whom it names.</summary>
internal readonly record struct ReadComment(Comment Comment, Guid AuthorId, long FoldedLikes, Guid[] Mentions)
{
    public Guid Id => Guid.Parse(Comment.Id);
    public Guid VideoId => Guid.Parse(Comment.VideoId);
}

/// <summary>
/// Reads comments through the eyes of a viewer: no one they blocked or muted or who blocked them, nobody suspended or gone. Of those whom
/// others answer or mention, too, no blocked one is named.
/// </summary>
internal sealed class CommentReader([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source)
{
    private static string Blocks(string viewer)
        => $"select blocked_id from blocks where blocker_id = {viewer} and active union all select blocker_id from blocks where blocked_id = {viewer} and active";

    // $1 is the viewer; the rest belongs to the caller.
    private static readonly string Select = $"""
        select c.id, c.video_id, c.parent_id, case when r.suspended or r.deleted or c.reply_to_id in ({Blocks("$1")}) then null else c.reply_to_id end, c.author_id, c.text, c.entities, c.created_at, c.edited_at, c.pinned, c.deleted,
               c.likes + d.likes, c.replies + d.replies, c.client_ref, c.version, c.likes, r.username,
               exists (select from comment_likes l where l.comment_id = c.id and l.user_id = c.video_author_id and l.active),
               exists (select from comment_likes l where l.comment_id = c.id and l.user_id = $1 and l.active),
               c.mentions, array(select m.username from known_accounts m where m.user_id = any(c.mentions) and (m.suspended or m.deleted or m.user_id in ({Blocks("$1")})))
        from comments c left join known_accounts r on r.user_id = c.reply_to_id
        cross join lateral (
          select coalesce(sum(delta) filter (where kind = 21), 0) as likes, coalesce(sum(delta) filter (where kind = 22), 0) as replies
          from count_deltas where subject_id = c.id) d
        where
        """;

    private const string Active = "not exists (select from known_accounts a where a.user_id = c.author_id and (a.suspended or a.deleted))";

    /// <summary>Whose comments somebody does not meet in lists.</summary>
    /// <param name="viewer">Their id in the statement.</param>
    public static string Hidden(string viewer) => $"{Blocks(viewer)} union all select muted_id from mutes where muter_id = {viewer} and active";

    /// <summary>Unasked for, in lists. A deleted comment is kept while it holds a thread together.</summary>
    // The hidden ones are gathered once for a page, not looked for at each of its rows.
    public static readonly string Shown = $"""
        ((c.deleted and c.replies > 0) or (not c.deleted and {Active}
          and c.author_id not in ({Hidden("$1")})))
        """;

    /// <summary>Asked for by id: what is muted is there, what is deleted is not.</summary>
    public static readonly string There = $"not c.deleted and {Active} and c.author_id not in ({Blocks("$1")})";

    /// <summary>Asked for by id for what is said under it: a deleted one that holds a thread together is reached, too.</summary>
    public static readonly string Reached = $"((c.deleted and c.replies > 0) or ({There}))";

    /// <param name="where">A filter that contains <see cref="Shown"/>, <see cref="There"/> or <see cref="Reached"/>, and the order.</param>
    /// <param name="values">Its parameters, from <c>$2</c> on.</param>
    public Task<List<ReadComment>> ReadAsync(Guid? viewerId, string where, CancellationToken cancel, params object?[] values)
        => source.ReadAsync($"{Select} {where}", row => Read(row, viewerId), cancel, [viewerId ?? Guid.Empty, .. values]);

    /// <summary>Several such filters together, each with its own order, to be asked for beside something else. Every value needs its place in one of them.</summary>
    public static Question<ReadComment> Ask(Guid? viewerId, IEnumerable<string> wheres, params object?[] values)
        => new(string.Join(" union all ", wheres.Select(where => $"({Select} {where})")), row => Read(row, viewerId), [viewerId ?? Guid.Empty, .. values]);

    private static ReadComment Read(NpgsqlDataReader row, Guid? viewerId)
    {
        var (deleted, authorId) = (row.GetBoolean(10), row.GetGuid(4));
        var comment = new Comment
        {
            Id = row.GetGuid(0).ToString(),
            VideoId = row.GetGuid(1).ToString(),
            ParentId = row.IsDBNull(2) ? "" : row.GetGuid(2).ToString(),
            CreatedAtMs = row.GetFieldValue<DateTimeOffset>(7).ToUnixTimeMilliseconds(),
            Deleted = deleted,
            Replies = row.GetInt64(12),
            Version = row.GetInt64(14),
        };
        if (deleted) return new ReadComment(comment, authorId, row.GetInt64(15), []);

        comment.AuthorId = authorId.ToString();
        comment.ReplyToId = row.IsDBNull(3) ? "" : row.GetGuid(3).ToString();
        comment.ReplyTo = row.IsDBNull(3) || row.IsDBNull(16) ? "" : row.GetString(16);
        comment.Text = row.GetString(5);
        var (mentions, unnamed) = (row.GetFieldValue<Guid[]>(19), row.GetFieldValue<string[]>(20));
        comment.Entities.AddRange(Comment.Parser.ParseFrom(row.GetFieldValue<byte[]>(6)).Entities
            .Where(e => e.Type != "mention" || !unnamed.Contains(e.Value, StringComparer.OrdinalIgnoreCase)));
        comment.EditedAtMs = row.IsDBNull(8) ? 0 : row.GetFieldValue<DateTimeOffset>(8).ToUnixTimeMilliseconds();
        comment.Pinned = row.GetBoolean(9);
        comment.Likes = row.GetInt64(11);
        comment.LikedByAuthor = row.GetBoolean(17);
        comment.ViewerLiked = row.GetBoolean(18);
        comment.ViewerOwn = viewerId == authorId;
        if (comment.ViewerOwn) comment.ClientRef = row.GetString(13);
        return new ReadComment(comment, authorId, row.GetInt64(15), mentions);
    }
}
