using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Counts;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;
using Zoetrope.Interaction.Likes;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Comments;

/// <summary>Writes a comment or a reply. A reply to a reply joins the same thread and names whom it answers, if they may still see the video.</summary>
internal sealed partial class CommentsService(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, InteractionDb db, VisibleVideos videos, VisibleAccounts accounts,
    CommentReader reader, CommentText texts, MarksTogether marks, Idempotency idempotency, TapWriter taps, Changes changes, TimeProvider time) : Contracts.Interaction.V1.Comments.CommentsBase
{
    private const int LongestClientRef = 64;

    public override async Task<AddCommentResponse> AddComment(AddCommentRequest request, ServerCallContext context)
    {
        var (viewer, authorId, cancel) = (context.Viewer(), context.Viewer().Account(), context.CancellationToken);
        if (request.ClientRef.Length > LongestClientRef) throw Fault.Invalid("clientRef", "too_long", ("max", "64"));
        var repeatable = RepeatableRequest.Of(viewer, request.IdempotencyKey, request);
        if (await idempotency.AnswerAsync(repeatable, AddCommentResponse.Parser, cancel) is { } first) return first;

        var video = await videos.GetAsync(viewer, Sql.Id(request.VideoId), cancel);
        await RequireOpenAsync(viewer, video, cancel);
        var thread = await ThreadAsync(viewer, video, request.ParentId, cancel);
        var written = await texts.WriteAsync(viewer, video, request.Text, cancel);

        var comment = new CommentRow
        {
            Id = Ids.New(time),
            VideoId = video.Id,
            VideoAuthorId = video.AuthorId,
            ParentId = thread.RootId,
            ParentAuthorId = thread.RootAuthorId,
            ReplyToId = thread.ReplyToId,
            AuthorId = authorId,
            Text = written.Text,
            Mentions = written.Mentions,
            Entities = written.EntityBytes,
            ClientRef = request.ClientRef,
            CreatedAt = time.GetUtcNow(),
            Version = Versions.Next(time),
        };
        var answer = new AddCommentResponse { Comment = Message(comment, written, thread.ReplyTo) };
        if (!await InsertAsync(comment, repeatable, answer, cancel))
            return await idempotency.AnswerAsync(repeatable, AddCommentResponse.Parser, cancel) ?? throw Fault.Unavailable();
        changes.Wake();
        return answer;
    }

    /// <summary>One statement: the comment, the first answer for repeats, both counts and the event. False when the key was used before.</summary>
    private async Task<bool> InsertAsync(CommentRow c, RepeatableRequest repeatable, AddCommentResponse answer, CancellationToken cancel)
    {
        var key = c.VideoId.ToString();
        var made = await source.ReadAsync("""
            with first as (
              insert into idempotency (owner, key, request_hash, answer, at) select $1, $2, $3, $4, $5 where $2 <> ''
              on conflict do nothing returning 1),
            made as (
              insert into comments (id, video_id, video_author_id, parent_id, parent_author_id, reply_to_id, author_id, text, mentions, entities, client_ref,
                pinned, deleted, created_at, likes, replies, version)
              select $6, $7, $8, $9::uuid, $10::uuid, $11::uuid, $12, $13, $14, $15, $16, false, false, $5, 0, 0, $17
              where $2 = '' or exists (select from first)
              returning 1),
            delta as (
              insert into count_deltas (subject_id, kind, delta)
              select subject, kind, 1 from (values ($7, 2::smallint), ($9::uuid, 22::smallint)) d (subject, kind) where subject is not null and exists (select from made)),
            told as (
              insert into outbox (key, payload) select $18, $19 from made)
            select exists (select from made)
            """, row => row.GetBoolean(0), cancel, repeatable.Owner, repeatable.Key, repeatable.Hash, answer.ToByteArray(), c.CreatedAt.UtcDateTime,
            c.Id, c.VideoId, c.VideoAuthorId, c.ParentId, c.ParentAuthorId, c.ReplyToId, c.AuthorId, c.Text, c.Mentions, c.Entities, c.ClientRef,
            c.Version, key, Outbox.Stamp(time, key, CommentEvents.Of(c)));
        return made[0];
    }

    private async Task RequireOpenAsync(Viewer viewer, SeenVideo video, CancellationToken cancel)
    {
        if (viewer.AccountId == video.AuthorId) return;
        if (!video.AllowComments) throw Fault.Forbidden("comments_off");
        var author = await accounts.GetAsync(viewer, video.AuthorId, cancel);
        if (!author.Admits(author.Account.WhoCanComment, viewer.Account())) throw Fault.Forbidden("comments_limited", ("who", author.Account.WhoCanComment));
    }

    private async Task<Thread> ThreadAsync(Viewer viewer, SeenVideo video, string parentId, CancellationToken cancel)
    {
        if (parentId.Length == 0) return default;
        var parents = await reader.ReadAsync(viewer.AccountId, $"c.id = $2 and c.video_id = $3 and {CommentReader.There}", cancel, Sql.Id(parentId), video.Id);
        if (parents.Count == 0) throw Fault.NotFound("comment_not_found");
        var parent = parents[0];
        if (parent.Comment.ParentId.Length == 0) return new Thread(parent.Id, (await texts.AnsweredAsync(video, parent.AuthorId, null, cancel)).ParentAuthor, null, null);

        var rootId = Guid.Parse(parent.Comment.ParentId);
        var rootAuthor = await source.ReadAsync("select author_id from comments where id = $1", row => row.GetGuid(0), cancel, rootId);
        var person = await accounts.GetAsync(viewer, parent.AuthorId, cancel);
        var answered = await texts.AnsweredAsync(video, rootAuthor[0], parent.AuthorId, cancel);
        return new Thread(rootId, answered.ParentAuthor, answered.ReplyTo, answered.ReplyTo is null ? null : person.Account.Username);
    }

    private static Comment Message(CommentRow c, WrittenText written, string? replyTo) => new()
    {
        Id = c.Id.ToString(),
        VideoId = c.VideoId.ToString(),
        ParentId = c.ParentId?.ToString() ?? "",
        ReplyTo = replyTo ?? "",
        ReplyToId = c.ReplyToId?.ToString() ?? "",
        AuthorId = c.AuthorId.ToString(),
        Text = c.Text,
        Entities = { written.Entities },
        CreatedAtMs = c.CreatedAt.ToUnixTimeMilliseconds(),
        ClientRef = c.ClientRef,
        ViewerOwn = true,
        Version = c.Version,
    };

    /// <summary>Where a reply belongs; all empty for a comment of the first level.</summary>
    private readonly record struct Thread(Guid? RootId, Guid? RootAuthorId, Guid? ReplyToId, string? ReplyTo);
}
