using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>POST /api/watches: up to 50 plays, as far as they got. Works for signed-out devices and for <c>sendBeacon</c>.</summary>
internal static class RecordWatches
{
    private const int Most = 50, MaxRanges = 100, MaxBytes = 256 * 1024;
    private static readonly string[] Sources = Choices.WatchSource.Split(' ');

    public sealed record Body([property: Required] IReadOnlyList<Play?>? Items);

    public sealed record Play(
        [property: Required] string? VideoId, string? ImpressionId, [property: Required] string? PlayId, int WatchedMs, IReadOnlyList<int[]?>? Ranges, int Loops, bool Completed,
        int? FirstFrameMs, int? Stalls, [property: Required, Choices(Choices.WatchSource)] string? Source);

    public sealed record Answer(int Accepted);

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/watches", Handle).WithTags("Videos").Limit(Limits.Budget.Watch).Accepts<Body>("application/json", "text/plain");

    private static async Task<Accepted<Answer>> Handle(HttpContext http, Caller caller, Rpc<PlaysClient> plays, CancellationToken cancel)
    {
        // Not bound by content type: sendBeacon says text/plain, because a JSON type would need a preflight when the page goes away.
        var bytes = await Bodies.ReadAsync(http, MaxBytes, "too_large", cancel);
        var items = JsonSerializer.Deserialize(bytes, GatewayJson.Default.RecordWatchesBody)?.Items ?? throw Fault.Invalid("items", "required");
        if (items.Count > Most) throw Fault.Invalid("items", "too_many", ("max", Most.ToString()));
        var request = new RecordWatchesRequest { Items = { items.Select(Watch) } };
        // A browser without cookies would be somebody new with every request. It is a viewer once its device comes back.
        if (caller is { DeviceIsNew: true, Viewer.IsSignedIn: false }) return TypedResults.Accepted((string?)null, new Answer(0));
        var reply = await plays.As(caller.Viewer).RecordWatchesAsync(request, cancellationToken: cancel);
        return TypedResults.Accepted((string?)null, new Answer(reply.Accepted));
    }

    private static Watch Watch(Play? item, int index)
    {
        if (!Guid.TryParse(item?.VideoId, out _)) throw Fault.Invalid($"items[{index}].videoId", "not_an_id");
        if (item!.PlayId is not { Length: > 0 and <= 64 }) throw Fault.Invalid($"items[{index}].playId", "required");
        if (item.Source is not { } source || !Sources.Contains(source)) throw Fault.Invalid($"items[{index}].source", "unknown_choice", ("choices", string.Join(", ", Sources)));
        var ranges = item.Ranges ?? [];
        if (ranges.Count > MaxRanges) throw Fault.Invalid($"items[{index}].ranges", "too_many", ("max", MaxRanges.ToString()));
        return new Watch
        {
            VideoId = item.VideoId,
            ImpressionId = item.ImpressionId ?? "",
            PlayId = item.PlayId,
            WatchedMs = item.WatchedMs,
            Ranges =
            {
                ranges.Select(range => range is [var start, var end] && start >= 0 && end >= start
                    ? new Contracts.Interaction.V1.Range { StartMs = start, EndMs = end } : throw Fault.Invalid($"items[{index}].ranges", "not_a_range")),
            },
            Loops = item.Loops,
            Completed = item.Completed,
            FirstFrameMs = item.FirstFrameMs ?? 0,
            Stalls = item.Stalls ?? 0,
            Source = source,
        };
    }
}
