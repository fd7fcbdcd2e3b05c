using System.Text;
using Grpc.Core;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Recommendation.Tests;

public sealed class MutedWordTests(PostgresFixture postgres)
{
    /// <summary>Kept without regard to case and width, and from then on byte for byte: saving what one was given changes nothing.</summary>
    [Fact]
    public async Task Muted_words_and_topics_come_back_folded_and_then_as_they_are_or_are_refused()
    {
        await using var feed = await Feed.StartAsync(postgres);
        var feeds = feed.As(feed.NewViewer());
        var kept = 0;
        foreach (var text in NaughtyTexts.Read())
        {
            if (await SavedAsync(new FeedPreferences { MutedWords = { text }, Topics = { [text] = 0.5 } }) is not { } first) continue;
            var folded = TextEntities.Fold(text.Normalize(NormalizationForm.FormC));
            first.MutedWords.ShouldBe(folded.Length > 0 ? [folded] : []);
            first.Topics.Keys.ShouldBe([folded]);
            first.Weights.Clear();
            var again = (await SavedAsync(first)).ShouldNotBeNull(text);
            again.MutedWords.ShouldBe(first.MutedWords);
            again.Topics.ShouldBe(first.Topics);
            kept++;
        }
        kept.ShouldBeGreaterThan(100);

        async Task<FeedPreferences?> SavedAsync(FeedPreferences wanted)
        {
            try
            {
                await feeds.UpdateFeedPreferencesAsync(new UpdateFeedPreferencesRequest { Preferences = wanted });
                return (await feeds.GetFeedPreferencesAsync(new GetFeedPreferencesRequest())).Preferences;
            }
            catch (RpcException refused) when (Fault.Of(refused) is { HttpStatus: 422 } fault)
            {
                fault.Fields.ShouldAllBe(field => field.Field == "mutedWords" || field.Field == "topics");
                return null;
            }
        }
    }
}
