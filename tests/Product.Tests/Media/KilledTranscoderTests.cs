using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Media;

/// <summary>kill -9 in the middle of an encoding, with real ffmpegs and the real clock: the next transcoder takes it over when the lease has run out.</summary>
[Collection(nameof(SharedPlace))]
public sealed class KilledTranscoderTests(SharedPlace place)
{
    /// <summary>A lease of 45 s, the pause between two looks, and an encoding on a busy machine.</summary>
    private static readonly TimeSpan TakenOver = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_killed_transcoder_had_begun_is_finished_by_another(int seed)
    {
        Assert.SkipUnless(TestRun.IsFull && ZoetropeApp.IsSplit, "It waits for leases to run out, and needs a transcoder that can be killed alone: ZOETROPE_TEST=full ZOETROPE_SHAPE=split.");
        var random = new Random(seed);
        using var ana = await place.App.SignUpAsync("dead");
        using var folder = new TestFolder();
        var ids = new List<string>();
        for (var clip = 0; clip < 2; clip++) ids.Add(await ana.UploadAsync(await TestClip.MakeAsync(folder, seconds: 6, seed: seed * 2 + clip), "Goes on"));

        var moment = random.Next(5, 80);
        await Waiting.Eventually(() => ana.GetAsync($"/api/videos/{ids[0]}"), until: video => Progress(video) >= moment, TimeSpan.FromMinutes(2));
        await place.App.KillAsync(Role.Transcoder);

        foreach (var id in ids)
        {
            var video = await Waiting.Eventually(() => ana.GetAsync($"/api/videos/{id}"), until: video => (string?)video["state"] == "failed" || video["playback"]?["preview"] is not null, TakenOver);
            ((string?)video["state"]).ShouldBe("ready", video.ToJsonString());
            video["playback"]!["sources"]!.AsArray().Select(source => (int)source!["width"]!).ShouldBe([360, 540, 720]);
            foreach (var source in video["playback"]!["sources"]!.AsArray())
                (await ana.Http.GetByteArrayAsync(new Uri((string)source!["url"]!, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken)).LongLength.ShouldBe((long)source["bytes"]!);
        }
    }

    /// <summary>Percent, until the first rung plays; then the clip is ready for all that anybody sees.</summary>
    private static int Progress(JsonNode video) => (string?)video["state"] == "ready" ? 100 : (int?)video["processing"]?["progress"] ?? 0;
}
