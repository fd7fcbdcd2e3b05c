using System.Collections.Concurrent;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Live;
using Zoetrope.Platform.Rpc;
using Comment = Zoetrope.Gateway.Cards.Comment;

namespace Zoetrope.Gateway.Comments;

/// <summary>
/// The first page of a video's comments as nobody in particular sees it, read at most once a second: one viral link must not read the same
/// twenty rows for every visitor. Whoever is signed in gets it with their own marks, which are read anew each time, unless theirs is another
/// page. What changes a comment, or takes a video or a person from sight, drops the page: at once where it is written through this gateway,
/// elsewhere when its event comes.
/// </summary>
internal sealed class SharedComments(Rpc<CommentsClient> comments, CommentCards cards, IOptions<JsonOptions> json, TimeProvider time) : ILivePush
{
    private const int MostPages = 1000;

    // Also the longest that a page can outlive an event that this gateway heard before Interaction did.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(Guid Video, string Sort), Reading> _pages = new();

    /// <summary>For somebody signed out.</summary>
    public Task<SharedPage> GetAsync(Guid videoId, string sort, CancellationToken cancel)
        => Find((videoId, sort), again: reading => reading.HasFailed).Page.Value.WaitAsync(cancel);

    /// <summary>For somebody signed in. Null where they must read for themselves: what they see differs, or nobody signed out sees the video.</summary>
    public async Task<IResult?> ForAsync(Viewer viewer, Guid videoId, string sort, CancellationToken cancel)
    {
        if (viewer.IsModerator) return null;
        SharedPage shared;
        try
        {
            // A refusal is remembered as long as a page: a clip for followers is not asked for twice by each of them.
            shared = await Find((videoId, sort), again: _ => false).Page.Value.WaitAsync(cancel);
        }
        catch (RpcException)
        {
            return null;
        }
        // The author changes what others wrote: deletes, pins, likes by which it is marked.
        if (shared.AsOf.Length == 0 || shared.VideoAuthorId == viewer.AccountId.ToString()) return null;

        var request = new MarkCommentsRequest { VideoId = videoId.ToString(), CommentIds = { shared.CommentIds }, AuthorIds = { shared.PeopleIds }, AsOf = shared.AsOf };
        var reply = await comments.As(viewer).MarkCommentsAsync(request, cancellationToken: cancel);
        if (reply.Differs) return null;
        return reply.Marks.Count == 0 ? shared : TypedResults.Ok(shared.Page with { Items = Marked(shared.Page.Items, reply.Marks) });
    }

    /// <summary>Something about a comment of this video has changed. A page being read meanwhile is not kept either.</summary>
    public void Drop(string videoId)
    {
        if (!Guid.TryParse(videoId, out var id)) return;
        _pages.TryRemove((id, "top"), out _);
        _pages.TryRemove((id, "new"), out _);
    }

    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        switch (e.PayloadCase)
        {
            case Event.PayloadOneofCase.CommentChanged:
                Drop(e.CommentChanged.VideoId);
                break;
            case Event.PayloadOneofCase.CommentLikeChanged:
                Drop(e.CommentLikeChanged.VideoId);
                break;
            case Event.PayloadOneofCase.VideoChanged:
                Drop(e.VideoChanged.Video.VideoId);
                break;
            case Event.PayloadOneofCase.VideoRemoved:
                Drop(e.VideoRemoved.Video.VideoId);
                break;
            case Event.PayloadOneofCase.AccountChanged:
                await DropOfAsync(e.AccountChanged.Account.UserId);
                break;
            case Event.PayloadOneofCase.ProfileChanged:
                await DropOfAsync(e.ProfileChanged.Account.UserId);
                break;
        }
    }

    /// <summary>Whose comments they are, and under which name, is part of a page. One still being read may have asked before the change.</summary>
    private async Task DropOfAsync(string userId)
    {
        foreach (var (key, reading) in _pages)
        {
            if (!reading.IsRead || (await reading.Page.Value).PeopleIds.Contains(userId)) _pages.TryRemove(KeyValuePair.Create(key, reading));
        }
    }

    private Reading Find((Guid Video, string Sort) key, Func<Reading, bool> again)
    {
        var now = time.GetTimestamp();
        if (_pages.TryGetValue(key, out var reading) && time.GetElapsedTime(reading.Since, now) < Fresh && !again(reading)) return reading;
        if (_pages.Count >= MostPages) _pages.Clear();
        // For whoever waits, not for whoever asked first: that one leaving must not end it.
        var anew = new Reading(now, new(() => ReadAsync(key.Video, key.Sort)));
        return _pages.AddOrUpdate(key, anew, (_, other) => ReferenceEquals(other, reading) ? anew : other);
    }

    private async Task<SharedPage> ReadAsync(Guid videoId, string sort)
    {
        var request = new ListCommentsRequest { VideoId = videoId.ToString(), Sort = sort, Page = default(PageQuery).Request() };
        var reply = await comments.As(Viewer.Anonymous()).ListCommentsAsync(request);
        var page = new Page<Comment>(await cards.Of(reply.Items, CancellationToken.None), reply.NextCursor.OrNull(), reply.PrevCursor.OrNull());
        var standing = reply.Items.Where(comment => !comment.Deleted).ToList();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(page, json.Value.SerializerOptions.GetTypeInfo(typeof(Page<Comment>)));
        return new SharedPage(page, bytes, reply.AsOf, reply.VideoAuthorId, [.. standing.Select(comment => comment.Id)],
            [.. standing.Select(comment => comment.AuthorId).Append(reply.VideoAuthorId).Concat(reply.MentionedIds).Distinct()]);
    }

    private static IReadOnlyList<Comment> Marked(IReadOnlyList<Comment> items, IReadOnlyCollection<CommentMark> marks)
    {
        var of = marks.ToDictionary(mark => mark.CommentId);
        return [.. items.Select(item => of.TryGetValue(item.Id, out var mark)
            ? item with { ClientRef = mark.ClientRef.OrNull(), Viewer = new CommentViewer(mark.Liked, mark.Own) } : item)];
    }

    private sealed record Reading(long Since, Lazy<Task<SharedPage>> Page)
    {
        public bool IsRead => Page is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

        public bool HasFailed => Page is { IsValueCreated: true, Value: { IsCompleted: true, IsCompletedSuccessfully: false } };
    }
}

/// <summary>A page of comments, as it is sent, and what it takes to tell what one viewer's would have beside it.</summary>
/// <param name="Json">Written once: writing twenty comments costs more than all else about answering from memory.</param>
internal sealed record SharedPage(Page<Comment> Page, byte[] Json, string AsOf, string VideoAuthorId, IReadOnlyList<string> CommentIds, IReadOnlyList<string> PeopleIds) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return httpContext.Response.Body.WriteAsync(Json, httpContext.RequestAborted).AsTask();
    }
}
