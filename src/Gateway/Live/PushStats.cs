using System.Collections.Concurrent;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Gateway.Live;

/// <summary>Counts of videos on screen: the first change at once, then at most two a second for a video, always ending with the latest.</summary>
internal sealed class PushStats(Sockets sockets, TimeProvider time) : ILivePush
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Pace> _paces = new();

    public ValueTask PushAsync(Event e, CancellationToken cancel)
    {
        if (e.CountsChanged is not { } counts || sockets.OfVideo(counts.VideoId).Count == 0) return ValueTask.CompletedTask;
        var stats = new LiveStats(counts.VideoId, counts.Likes, counts.Comments, counts.Views, counts.Shares, counts.Saves, counts.Rev);
        var pace = _paces.GetOrAdd(counts.VideoId, _ => new Pace());
        lock (pace)
        {
            // While somebody paces this video it will send the latest by itself.
            var paced = pace.Latest is not null || pace.Running;
            if (pace.Latest is null || pace.Latest.Rev < stats.Rev) pace.Latest = stats;
            if (paced) return ValueTask.CompletedTask;
            pace.Running = true;
        }
        _ = RunAsync(counts.VideoId, pace, cancel);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(string video, Pace pace, CancellationToken cancel)
    {
        while (true)
        {
            LiveStats? next;
            lock (pace)
            {
                next = pace.Latest;
                pace.Latest = null;
                if (next is null)
                {
                    pace.Running = false;
                    _paces.TryRemove(new KeyValuePair<string, Pace>(video, pace));
                    return;
                }
            }
            await sockets.SendAsync(sockets.OfVideo(video), LiveEvents.VideoStats, next);
            await Task.Delay(Gap, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Pace
    {
        public LiveStats? Latest;
        public bool Running;
    }
}
