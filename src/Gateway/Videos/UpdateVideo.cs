using System.Text.Json.Serialization;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Video = Zoetrope.Gateway.Cards.Video;

namespace Zoetrope.Gateway.Videos;

/// <summary>PATCH /api/videos/{id}: changes what its author may change; what is absent stays.</summary>
internal static class UpdateVideo
{
    public sealed record Body(
        string? Title, string? Description, [property: Choices(Choices.Audience)] string? Audience, bool? AllowComments,
        [property: Choices(Choices.Label)] IReadOnlyList<string?>? Labels, bool? Draft, int? CoverMs, CreateVideo.Edit? Edit)
    {
        /// <summary>Null, said in so many words: no longer scheduled, so it comes out as soon as it plays.</summary>
        public DateTime? PublishAt
        {
            get;
            set
            {
                field = value;
                SaysWhen = true;
            }
        }

        [JsonIgnore]
        public bool SaysWhen { get; private set; }
    }

    public static void Map(IEndpointRouteBuilder videos) => videos.MapPatch("/{id:guid}", Handle).RequireSignIn().Limit(Limits.Budget.Write);

    private static async Task<Video> Handle(Guid id, Body body, Caller caller, Rpc<CatalogClient> catalog, VideoCards cards, CancellationToken cancel)
    {
        var request = new UpdateVideoRequest { Id = id.ToString() };
        if (body.Title is not null) request.Title = body.Title;
        if (body.Description is not null) request.Description = body.Description;
        if (body.Audience is not null) request.Audience = body.Audience;
        if (body.AllowComments is { } allow) request.AllowComments = allow;
        if (body.Labels is { } labels) request.Labels = new LabelList { Items = { labels.Select(label => label ?? "") } };
        if (body.Draft is { } draft) request.Draft = draft;
        if (body.CoverMs is { } cover) request.CoverMs = cover;
        if (body.Edit is { } edit) request.Edit = new VideoEdit { StartMs = edit.StartMs, EndMs = edit.EndMs, Muted = edit.Muted ?? false };
        if (body.SaysWhen) request.PublishAtMs = body.PublishAt is { } at ? Times.Ms(at) : 0;
        var reply = await catalog.As(caller.Viewer).UpdateVideoAsync(request, cancellationToken: cancel);
        return await cards.Of(reply.Video, caller.Viewer, cancel);
    }
}
