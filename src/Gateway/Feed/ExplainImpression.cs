using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Feed;

/// <summary>GET /api/feed/why/{impressionId}: why a clip was shown: contributions whose points sum to the score.</summary>
internal static class ExplainImpression
{
    public sealed record Answer(double Score, string Source, string Model, IReadOnlyList<Part> Contributions);

    public sealed record Part(string Name, double Value, double Weight, double Points, string Code, IReadOnlyDictionary<string, string> Params, string Text);

    public static void Map(IEndpointRouteBuilder feed) => feed.MapGet("/why/{impressionId:guid}", Handle);

    private static async Task<Answer> Handle(Guid impressionId, Caller caller, Rpc<FeedsClient> feeds, Messages messages, CancellationToken cancel)
    {
        var reply = await feeds.As(caller.Viewer).ExplainAsync(new ExplainRequest { ImpressionId = impressionId.ToString() }, cancellationToken: cancel);
        return new Answer(reply.Score, reply.Source, reply.Model, [.. reply.Contributions.Select(part =>
        {
            var sentence = messages.Sentence(caller.Viewer.Locale, part.Sentence ?? new Contracts.Common.V1.Sentence { Code = $"why.{part.Name}" });
            return new Part(part.Name, part.Value, part.Weight, part.Points, sentence.Code, sentence.Params, sentence.Text);
        })]);
    }
}
