using Grpc.Core;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Recommendation.Feed;

internal sealed partial class FeedsService
{
    private const int MostSuggested = 100;

    /// <summary>Authors of the most popular clips with tags the viewer likes, then of the most popular of all. Interaction judges whom of them to suggest.</summary>
    public override async Task<SuggestAuthorsResponse> SuggestAuthors(SuggestAuthorsRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var limit = request.Limit is > 0 and <= MostSuggested ? request.Limit : MostSuggested;
        var profile = await profiles.ReadAsync(viewer, cancel);
        var found = await candidates.PopularAsync(viewer, profile, cancel);
        var authors = found.Where(c => c.AuthorId != viewer.AccountId).Select(c => (c.AuthorId, Tag: Nearest(c.Tags, profile), c.Popularity))
            .GroupBy(c => c.AuthorId).Select(same => same.OrderByDescending(c => c.Tag.Length > 0).ThenByDescending(c => c.Popularity).First())
            .OrderByDescending(c => c.Tag.Length > 0).ThenByDescending(c => c.Popularity).Take(limit);
        return new SuggestAuthorsResponse { Items = { authors.Select(c => new SuggestedAuthor { UserId = c.AuthorId.ToString(), Tag = c.Tag }) } };
    }

    /// <summary>The tag of a clip that this viewer likes best; empty where they like none of them.</summary>
    private static string Nearest(string[] tags, ViewerProfile profile)
        => tags.Select(tag => (tag, Liking: profile.Taste.GetValueOrDefault(tag) + profile.Topics.GetValueOrDefault(tag))).Where(t => t.Liking > 0.1).OrderByDescending(t => t.Liking)
            .Select(t => t.tag).FirstOrDefault("");
}
