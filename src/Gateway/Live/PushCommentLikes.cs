using System.Collections.Concurrent;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Gateway.Live;

/// <summary>
/// Likes of comments on screen, the author's among them: the comment as it is now, the first change at once, then at most two a second for a comment,
/// always ending with the latest. It is read once for all, so that a liked comment costs the same before any crowd.
/// </summary>
internal sealed partial class PushCommentLikes(Sockets sockets, PushComments comments, TimeProvider time, ILogger<PushCommentLikes> log) : ILivePush
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(500);

    // Whether a like came while the one before was told.
    private readonly ConcurrentDictionary<string, bool> _telling = new();

    public ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        if (e.CommentLikeChanged is not { } like || sockets.OfVideo(like.VideoId).Count == 0) return ValueTask.CompletedTask;
        var first = false;
        _telling.AddOrUpdate(like.CommentId, _ => { first = true; return false; }, (_, _) => { first = false; return true; });
        if (first) _ = RunAsync(like, cancel);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(CommentLikeChanged like, CancellationToken cancel)
    {
        do
        {
            _telling[like.CommentId] = false;
            try
            {
                await comments.SendLikesAsync(like.VideoId, like.CommentId, like.CommentAuthorId, cancel);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                Failed(log, error.Message);
            }
            await Task.Delay(Gap, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!_telling.TryRemove(new KeyValuePair<string, bool>(like.CommentId, false)) && !cancel.IsCancellationRequested);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Likes of a comment could not be passed on: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
