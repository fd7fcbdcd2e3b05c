using Grpc.Core;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Recommendation.Feed;

internal sealed partial class FeedsService
{
    /// <summary>The calculation that put a clip before this viewer, as it was kept when it was served. Its points sum to the score.</summary>
    public override async Task<ExplainResponse> Explain(ExplainRequest request, ServerCallContext context)
    {
        if (!Guid.TryParse(request.ImpressionId, out var id)) throw Fault.NotFound();
        var impression = (await impressions.FindAsync(context.Viewer(), [id], context.CancellationToken)).SingleOrDefault() ?? throw Fault.NotFound();
        var response = new ExplainResponse { Score = impression.Score, Source = impression.Source, Model = impression.Model, VideoId = impression.VideoId.ToString() };
        response.Contributions.AddRange(impression.Contributions.OrderByDescending(c => Math.Abs(c.Points)).Select(c => new Contracts.Recommendation.V1.Contribution
        {
            Name = c.Name,
            Value = c.Value,
            Weight = c.Weight,
            Points = c.Points,
            Sentence = Reason(c),
        }));
        return response;
    }
}
