using System.Globalization;
using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;
using Zoetrope.Recommendation.Candidates;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Ranking;
using Contribution = Zoetrope.Recommendation.Ranking.Contribution;

namespace Zoetrope.Recommendation.Feed;

/// <summary>The feeds of this service; each method has a file of its own.</summary>
internal sealed partial class FeedsService(
    RecommendationDb db, CandidateFinder candidates, ViewerProfiles profiles, Impressions impressions, Rpc<Catalog.CatalogClient> catalog, TimeProvider time) : Feeds.FeedsBase
{
    private const string Again = "again";

    /// <summary>
    /// Ranks what the viewer has not seen. Impressions still held unplayed keep their ids. When there is nothing new left, the clips
    /// seen longest ago come back, said plainly as "again".
    /// </summary>
    public override async Task<GetForYouResponse> GetForYou(GetForYouRequest request, ServerCallContext context)
    {
        var (viewer, cancel) = (context.Viewer(), context.CancellationToken);
        var limit = PageSize.Of(request.Limit);
        var profile = await profiles.ReadAsync(viewer, cancel);
        var seedTags = await SeedTagsAsync(viewer, request.SeedVideoId, cancel);
        var held = (await impressions.FindAsync(viewer, ParseIds(request.Holding), cancel)).GroupBy(i => i.VideoId).ToDictionary(g => g.Key, g => g.First());

        var unseen = await candidates.UnseenAsync(viewer, profile, seedTags, cancel);
        var now = time.GetUtcNow();
        var ranked = unseen
            .Select(c => held.ContainsKey(c.VideoId) ? c with { RecentlyServed = false } : c)
            .Select(c => Score.Of(c, profile, seedTags, now, Random.Shared.NextDouble()))
            .OrderByDescending(s => s.Points);
        var chosen = Spacing.Apply(ranked, s => s.Candidate.AuthorId, limit)
            .ConvertAll(s => held.GetValueOrDefault(s.Candidate.VideoId) ?? impressions.New(s.Candidate.VideoId, s.Main.Name, s.Contributions));

        var caughtUp = unseen.Count <= limit;
        if (chosen.Count < limit) chosen.AddRange(await AgainAsync(viewer, profile, limit - chosen.Count, chosen, now, cancel));
        await impressions.KeepAsync(viewer, [.. chosen.Where(i => !held.ContainsKey(i.VideoId))], cancel);

        var response = new GetForYouResponse { Status = chosen.Count == 0 ? "empty" : caughtUp ? "caught_up" : "more" };
        response.Items.AddRange(chosen.Select(Item));
        return response;
    }

    private async Task<IEnumerable<Impression>> AgainAsync(
        Viewer viewer, ViewerProfile profile, int most, List<Impression> chosen, DateTimeOffset now, CancellationToken cancel)
    {
        var seen = await candidates.LongestUnseenAsync(viewer, profile, most + chosen.Count, cancel);
        return Spacing.Apply(seen.Where(c => !chosen.Exists(i => i.VideoId == c.VideoId)), c => c.AuthorId, most)
            .Select(c => impressions.New(c.VideoId, Again, [new Contribution(Again, Math.Round((now - (c.SeenAt ?? c.PublishedAt)).TotalDays, 2), 1)]));
    }

    /// <summary>What is like a clip says what the clip is: one that the viewer may not see begins no feed.</summary>
    private async Task<IReadOnlySet<string>> SeedTagsAsync(Viewer viewer, string seed, CancellationToken cancel)
    {
        if (seed.Length == 0) return new HashSet<string>();
        var seen = await catalog.As(viewer).GetVideosAsync(new GetVideosRequest { Ids = { seed } }, cancellationToken: cancel);
        return seen.Items.SelectMany(video => video.Tags).ToHashSet();
    }

    /// <summary>A clip as its owner shows it to the viewer, or its owner's refusal: this service's copy lags behind what that says.</summary>
    private async Task<Contracts.Video.V1.Video> SeenAsync(Viewer viewer, string id, CancellationToken cancel)
        => (await catalog.As(viewer).GetVideoAsync(new GetVideoRequest { Id = id }, cancellationToken: cancel)).Video;

    internal static FeedItem Item(Impression impression) => new()
    {
        VideoId = impression.VideoId.ToString(),
        ImpressionId = impression.Id.ToString(),
        Source = impression.Source,
        Reason = Reason(impression.Contributions.MaxBy(c => c.Points)!),
    };

    /// <summary>A term as a sentence for people: <c>feed.{name}</c>, with the tag it is about; <c>again</c> for what comes back.</summary>
    internal static Sentence Reason(Contribution contribution)
    {
        var sentence = new Sentence { Code = contribution.Name == Again ? Again : $"feed.{contribution.Name}" };
        if (contribution.About.Length > 0) sentence.Params["tag"] = contribution.About;
        if (contribution.Name == Again) sentence.Params["days"] = Math.Round(contribution.Value).ToString(CultureInfo.InvariantCulture);
        return sentence;
    }

    private static List<Guid> ParseIds(IEnumerable<string> ids) => [.. ids.Select(id => Guid.TryParse(id, out var guid) ? guid : Guid.Empty).Where(id => id != Guid.Empty).Take(PageSize.Most)];
}
