using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Shouldly;
using SkiaSharp;
using Xunit;
using Zoetrope.Platform.Media;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Media;

/// <summary>Playlists, renditions, pictures and captions are to be had by whoever may see the clip, and by nobody else, from one moment to the next.</summary>
[Collection(nameof(SharedPlace))]
public sealed class PrivateMediaTests(SharedPlace place, S3Fixture s3) : IClassFixture<S3Fixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Media_follow_the_audience_of_their_clip() => FollowAsync(place.App);

    [Fact]
    public async Task They_do_so_in_a_bucket_too_and_leave_nothing_in_it()
    {
        Assert.SkipUnless(TestRun.IsFull, "The whole program on S3 is for the full run.");
        var bucket = await s3.NewBucketAsync("place/");
        await using var app = await ZoetropeApp.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Media:Store"] = "s3",
            ["Media:S3:Endpoint"] = bucket.Endpoint!.ToString(),
            ["Media:S3:Bucket"] = bucket.Bucket,
            ["Media:S3:Prefix"] = bucket.Prefix,
            ["Media:S3:AccessKey"] = bucket.AccessKey,
            ["Media:S3:SecretKey"] = bucket.SecretKey,
            ["Media:S3:PartMiB"] = "5",
        });
        await FollowAsync(app);
        using var objects = new S3Objects(bucket);
        await Waiting.Eventually(async () => (await objects.ListAsync("", Cancel).Select(one => one.Key).ToListAsync(Cancel)).ShouldBeEmpty());
    }

    private static async Task FollowAsync(ZoetropeApp app)
    {
        using var ana = await app.SignUpAsync("open");
        using var stranger = await app.SignUpAsync("eyes");
        using var folder = new TestFolder();
        var id = await ana.UploadReadyAsync(await TestClip.MakeAsync(folder, width: 360, height: 640), "Seen by all");
        await PutAsync(ana, $"/api/videos/{id}/cover", "image/png", Picture());
        await PutAsync(ana, $"/api/videos/{id}/captions/en", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"u8.ToArray());

        // Published to its end: what a worker still adds would come later.
        var open = await Waiting.Eventually(() => ana.GetAsync($"/api/videos/{id}"), until: video => video["playback"]?["preview"] is not null, TimeSpan.FromMinutes(2));
        var seen = await AddressesAsync(stranger, open);
        seen.Length.ShouldBeGreaterThan(5);
        foreach (var path in seen) (await StatusAsync(stranger, path)).ShouldBe(HttpStatusCode.OK, path);

        var closed = await ana.SendAsync(HttpMethod.Patch, $"/api/videos/{id}", new { audience = "private" });
        foreach (var path in seen) (await StatusAsync(stranger, path)).ShouldBe(HttpStatusCode.NotFound, path);
        var signed = await AddressesAsync(ana, closed);
        signed.Length.ShouldBe(seen.Length);
        foreach (var path in signed)
        {
            (await StatusAsync(ana, path)).ShouldBe(HttpStatusCode.OK, path);
            var parts = path.Split('/');
            var at = Array.IndexOf(parts, "s") + 1;
            at.ShouldBeGreaterThan(0, path);
            (await StatusAsync(ana, string.Join('/', parts.Where((_, i) => i != at && i != at - 1)))).ShouldBe(HttpStatusCode.NotFound, "without its signature");
            parts[at] = parts[at][..^2] + (parts[at][^2] == 'A' ? 'B' : 'A') + parts[at][^1];
            (await StatusAsync(ana, string.Join('/', parts))).ShouldBe(HttpStatusCode.NotFound, "with another");
        }

        // Open again, and then the whole account turns private.
        var again = await ana.SendAsync(HttpMethod.Patch, $"/api/videos/{id}", new { audience = "public" });
        foreach (var path in await AddressesAsync(stranger, again)) (await StatusAsync(stranger, path)).ShouldBe(HttpStatusCode.OK, path);
        await ana.SendAsync(HttpMethod.Patch, "/api/users/me", new { settings = new { isPrivate = true } });
        await Waiting.Eventually(async () =>
        {
            foreach (var path in seen) (await StatusAsync(stranger, path)).ShouldBe(HttpStatusCode.NotFound, path);
        });
        await ana.DeleteAsync($"/api/videos/{id}");
        foreach (var path in signed) (await StatusAsync(ana, path)).ShouldBe(HttpStatusCode.NotFound, path);
    }

    /// <summary>Every address that the clip's card tells, and those that its playlists name.</summary>
    private static async Task<string[]> AddressesAsync(Person person, JsonNode video)
    {
        var playback = video["playback"]!;
        var hls = (string)playback["hls"]!;
        var found = new List<string?> { hls, (string?)playback["preview"]?["url"], (string?)playback["storyboard"] };
        found.AddRange(playback["sources"]!.AsArray().Select(source => (string?)source!["url"]));
        found.AddRange(playback["poster"]!["images"]!.AsArray().Select(image => (string?)image!["url"]));
        found.AddRange(video["captions"]!.AsArray().Select(track => (string?)track!["url"]));
        var text = await person.Http.GetStringAsync(new Uri(hls, UriKind.RelativeOrAbsolute), Cancel);
        found.AddRange(text.Split('\n').Where(line => line.EndsWith(".m3u8", StringComparison.Ordinal)).Select(line => hls[..(hls.LastIndexOf('/') + 1)] + line));
        return [.. found.OfType<string>().Where(address => address.Length > 0).Select(address => new Uri(person.Http.BaseAddress!, address).AbsolutePath).Distinct()];
    }

    private static async Task<HttpStatusCode> StatusAsync(Person person, string path)
    {
        using var answer = await person.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return answer.StatusCode;
    }

    private static async Task PutAsync(Person person, string path, string type, byte[] body)
    {
        using var answer = await person.Http.PutAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {await answer.Content.ReadAsStringAsync(Cancel)}");
    }

    private static byte[] Picture()
    {
        using var bitmap = new SKBitmap(400, 700);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
