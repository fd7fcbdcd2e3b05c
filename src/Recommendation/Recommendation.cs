using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Recommendation.Data;
using Zoetrope.Recommendation.Feed;
using Zoetrope.Recommendation.Known;
using Zoetrope.Recommendation.Learning;

namespace Zoetrope.Recommendation;

/// <summary>
/// Decides what to show next, and can say why. Feed/ answers; Candidates/ finds what could be shown; Ranking/ scores and spaces it;
/// Learning/ keeps what people watched and liked; Known/ keeps this service's own copy of videos, people and follows.
/// </summary>
public static class RecommendationServices
{
    public static IServiceCollection AddRecommendation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddServiceDatabase<RecommendationDb>(configuration, "recommendation");
        services.AddDayPartitions<RecommendationDb>(configuration.GetValue("Recommendation:ImpressionDays", 30), "impressions");
        services.AddRpcService<PersonalDataService>(Role.Recommendation);
        services.AddRpcService<FeedsService>(Role.Recommendation);
        services.AddRpcClient<Catalog.CatalogClient>(Role.Video);
        services.AddSingleton<Impressions>();
        services.AddSingleton<ViewerProfiles>();
        services.AddSingleton<Candidates.CandidateFinder>();
        services.AddEventConsumer<RecommendationDb>("recommendation", consumer => consumer
            .Handle<KnownPeople>()
            .Handle<JoinDevices>()
            .Handle<KnownVideos>()
            .Handle<KnownCounts>()
            .Handle<LearnWatched>()
            .Handle<LearnLiked>());
        return services;
    }
}
