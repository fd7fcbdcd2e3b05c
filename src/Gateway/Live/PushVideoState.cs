using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Gateway.Live;

/// <summary>How the author's own videos come along: progress while they are encoded, and what became of them.</summary>
internal sealed class PushVideoState(Sockets sockets) : ILivePush
{
    public async ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        if (e.VideoProgressed is { } progress)
        {
            await SendAsync(progress.AuthorId, new LiveVideoState(progress.VideoId, progress.State, progress.Stage, progress.Progress));
            return;
        }
        var video = e.PayloadCase switch
        {
            Event.PayloadOneofCase.VideoPublished => e.VideoPublished.Video,
            Event.PayloadOneofCase.VideoChanged => e.VideoChanged.Video,
            Event.PayloadOneofCase.VideoFailed => e.VideoFailed.Video,
            Event.PayloadOneofCase.VideoRemoved => e.VideoRemoved.Video,
            _ => null,
        };
        if (video is not null) await SendAsync(video.AuthorId, new LiveVideoState(video.VideoId, video.State, null, null));
    }

    private Task SendAsync(string author, LiveVideoState state) => sockets.SendAsync(sockets.OfAccount(author), LiveEvents.VideoState, state);
}
