using System.Collections.Concurrent;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Live;

namespace Zoetrope.Gateway.Comments;

/// <summary>
/// The first page of a video's comments as anybody signed out sees it, read at most once a second: one viral link must not read the same
/// twenty rows for every visitor. Whoever is signed in is answered anew each time. What changes a comment, or takes a video or a person
/// from sight, drops the page: at once where it is written through this gateway, elsewhere when its event comes.
/// </summary>
internal sealed class SignedOutComments(TimeProvider time) : ILivePush
{
    private const int MostPages = 1000;

    // Also the longest that a page can outlive an event that this gateway heard before Interaction did.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(Guid Video, string Sort), Reading> _pages = new();

    public async Task<Page<Comment>> GetAsync(Guid videoId, string sort, Func<CancellationToken, Task<Page<Comment>>> read, CancellationToken cancel)
    {
        var (key, now) = ((videoId, sort), time.GetTimestamp());
        if (!_pages.TryGetValue(key, out var reading) || time.GetElapsedTime(reading.Since, now) >= Fresh)
        {
            if (_pages.Count >= MostPages) _pages.Clear();
            // For whoever waits, not for whoever asked first: that one leaving must not end it.
            var again = new Reading(now, new(() => read(CancellationToken.None)));
            reading = _pages.AddOrUpdate(key, again, (_, other) => ReferenceEquals(other, reading) ? again : other);
        }
        try
        {
            return await reading.Page.Value.WaitAsync(cancel);
        }
        catch when (!cancel.IsCancellationRequested)
        {
            _pages.TryRemove(KeyValuePair.Create(key, reading));
            throw;
        }
    }

    /// <summary>Something about a comment of this video has changed. A page being read meanwhile is not kept either.</summary>
    public void Drop(string videoId)
    {
        if (!Guid.TryParse(videoId, out var id)) return;
        _pages.TryRemove((id, "top"), out _);
        _pages.TryRemove((id, "new"), out _);
    }

    public ValueTask PushAsync(Event e, CancellationToken cancel)
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
            // Whose comments they are, and under which name, is part of every page.
            case Event.PayloadOneofCase.AccountChanged or Event.PayloadOneofCase.ProfileChanged:
                _pages.Clear();
                break;
        }
        return ValueTask.CompletedTask;
    }

    private sealed record Reading(long Since, Lazy<Task<Page<Comment>>> Page);
}
