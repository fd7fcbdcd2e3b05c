using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>Every video as it stands, tombstones included, for consumers that are rebuilt.</summary>
internal sealed class VideoSnapshot : IEventSnapshot<VideoDb>
{
    private const int Page = 500;

    public async IAsyncEnumerable<Event> StreamAsync(VideoDb db, [EnumeratorCancellation] CancellationToken cancel)
    {
        var after = Guid.Empty;
        List<VideoRow> rows;
        do
        {
            rows = await db.Videos.AsNoTracking().Where(v => v.Id > after).OrderBy(v => v.Id).Take(Page).ToListAsync(cancel);
            foreach (var video in rows)
            {
                var state = VideoEvents.StateOf(video);
                var key = video.Id.ToString();
                yield return video.RemovedAt is not null ? new Event { Key = key, VideoRemoved = new() { Video = state } }
                    : video.PublishedAt is not null ? new Event { Key = key, VideoPublished = new() { Video = state } }
                    : new Event { Key = key, VideoChanged = new() { Video = state } };
            }
            if (rows.Count > 0) after = rows[^1].Id;
        }
        while (rows.Count == Page);
    }
}
