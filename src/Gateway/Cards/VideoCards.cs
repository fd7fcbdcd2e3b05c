using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Proto = Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Gateway.Cards;

/// <summary>
/// Assembles videos as the public API shows them: three batched calls side by side (authors, counts, relations) for a page of any
/// length. Without the Interaction service a page still plays: counts are then 0 with <c>rev</c> 0, which clients ignore.
/// </summary>
internal sealed class VideoCards(PeopleCards people, Rpc<CatalogClient> catalog, Rpc<CountsClient> counts, Messages messages, PublicUrl publicUrl)
{
    public async Task<Video> Of(Proto.Video video, Viewer viewer, CancellationToken cancel)
        => (await Of([video], viewer, cancel)) is [var card] ? card : throw Fault.NotFound();

    /// <summary>The cards, in the order given; a video whose author is gone is left out.</summary>
    public async Task<IReadOnlyList<Video>> Of(IReadOnlyList<Proto.Video> videos, Viewer viewer, CancellationToken cancel)
    {
        if (videos.Count == 0) return [];
        var authors = videos.Select(video => video.AuthorId).Distinct().ToArray();
        var cards = people.GetAsync(authors, cancel);
        var numbers = CountsAsync(videos, viewer, cancel);
        var relations = people.RelationsAsync(viewer, authors, cancel).OrWhenAway(RelationsOf.None);
        await Task.WhenAll(cards, numbers, relations);
        var (byAuthor, byVideo, related) = (await cards, await numbers, await relations);
        return [.. videos
            .Where(video => byAuthor.ContainsKey(video.AuthorId))
            .Select(video => Card(video, byAuthor[video.AuthorId], byVideo.GetValueOrDefault(video.Id), related[video.AuthorId], viewer))];
    }

    /// <summary>Videos by id, in the order given; what the viewer may not see is left out.</summary>
    public async Task<IReadOnlyList<Video>> OfIds(IReadOnlyList<string> ids, Viewer viewer, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var reply = await catalog.As(viewer).GetVideosAsync(new GetVideosRequest { Ids = { ids.Distinct() } }, cancellationToken: cancel);
        var byId = reply.Items.ToDictionary(video => video.Id);
        return await Of([.. ids.Where(byId.ContainsKey).Select(id => byId[id])], viewer, cancel);
    }

    private async Task<Dictionary<string, VideoCounts>> CountsAsync(IReadOnlyList<Proto.Video> videos, Viewer viewer, CancellationToken cancel)
    {
        var request = new GetVideoCountsRequest { VideoIds = { videos.Select(video => video.Id).Distinct() } };
        var reply = await counts.As(viewer).GetVideoCountsAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new GetVideoCountsResponse());
        return reply.Items.ToDictionary(item => item.VideoId);
    }

    private Video Card(Proto.Video video, PersonCard author, VideoCounts? counts, Relation relation, Viewer viewer)
    {
        var own = viewer.AccountId?.ToString() == video.AuthorId;
        var path = Paths.Video(author.Card.Username, video.Id);
        return new Video(
            video.Id, path, publicUrl.Absolute(Paths.Short(video.Id)), video.Title, video.Description,
            Entities(video.Entities), video.Tags, PeopleCards.Summary(author),
            Times.At(video.CreatedAtMs), Times.AtOrNull(video.PublishedAtMs), Times.AtOrNull(video.EditedAtMs), video.State,
            video.Processing is { } processing && video.State is "processing" or "uploading" && video.Processing is not null
                ? new Processing(video.Processing.Stage, video.Processing.Progress) : null,
            own && video.Failure is { } failure
                ? new Failure(failure.Code, failure.Params, messages.Text(viewer.Locale, $"failure.{failure.Code}", failure.Params), failure.Retryable) : null,
            video.DurationMs, video.Width, video.Height, video.HasAudio, video.Audience, video.AllowComments, video.Labels,
            video.Playback is { } playback ? PlaybackOf(playback) : null,
            [.. video.Captions.Select(caption => new Caption(caption.Locale, caption.Label, caption.Auto, caption.Url))],
            Stats(counts),
            new VideoViewer(counts?.ViewerLiked ?? false, counts?.ViewerSaved ?? false, relation.Following, relation.Requested, own,
                MayComment(video, author, relation, own, viewer)))
        {
            Removal = own ? RemovalOf(video.Removal, viewer) : null,
            PublishAt = own && video.State == "scheduled" ? Times.AtOrNull(video.PublishAtMs) : null,
            TitleDerived = own && video.TitleDerived ? true : null,
            Edit = own && video.Edit is { } edit ? new Cut(edit.StartMs, edit.EndMs, edit.Muted) : null,
            CoverMs = own && video.CoverMs > 0 ? video.CoverMs : null,
        };
    }

    /// <summary>The picture for a row of a list, which is 48 pixels high; null where the clip has none yet or is gone.</summary>
    public static string? SmallestPoster(Proto.Video? video) => video?.Playback?.Poster?.Images.MinBy(image => image.Width)?.Url;

    public static VideoStats Stats(VideoCounts? counts)
        => counts is null ? new VideoStats(0, 0, 0, 0, 0, 0) : new VideoStats(counts.Views, counts.Likes, counts.Comments, counts.Shares, counts.Saves, counts.Rev);

    public static IReadOnlyList<TextEntity> Entities(IEnumerable<Contracts.Common.V1.TextEntity> entities)
        => [.. entities.Select(entity => new TextEntity(entity.Type, entity.Start, entity.End, entity.Value))];

    private Removal? RemovalOf(Proto.Removal? removal, Viewer viewer)
    {
        if (removal is null) return null;
        var fill = new Dictionary<string, string>();
        if (removal.Reason.Length > 0) fill["reason"] = messages.Text(viewer.Locale, $"notice.reason.{removal.Reason}");
        return new Removal(removal.Reason.OrNull(), messages.Text(viewer.Locale, fill.Count > 0 ? "removal.because" : "removal.rules", fill), Times.At(removal.AtMs));
    }

    // Interaction decides when a comment comes; this tells the composer beforehand.
    private static bool MayComment(Proto.Video video, PersonCard author, Relation relation, bool own, Viewer viewer)
        => viewer.IsSignedIn && video.State == "ready" && video.AllowComments && (own || author.WhoCanComment switch
        {
            "nobody" => false,
            "followers" => relation.Following,
            "following" => relation.FollowedBy,
            _ => true,
        });

    private static Playback PlaybackOf(Proto.Playback playback) => new(
        playback.Hls,
        [.. playback.Sources.Select(source => new Source(source.Url, source.Width, source.Height, source.Bitrate, source.Codec, source.Bytes, source.HeadBytes))],
        new Poster(
            playback.Poster?.Color.OrNull(), playback.Poster?.Thumbhash.OrNull(),
            [.. (playback.Poster?.Images ?? []).Select(image => new PosterImage(image.Url, image.Width, image.Type))]),
        playback.PreviewUrl.Length == 0 ? null : new Preview(playback.PreviewUrl, playback.PreviewType),
        playback.Storyboard.OrNull(), playback.OgUrl.OrNull(), Times.AtOrNull(playback.ExpiresAtMs));
}
