using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

/// <summary>What only a browser can tell: see also <see cref="TranscodeClipTests"/>, which plays every clip that is taken.</summary>
public sealed class PlaybackTests(Players players) : IClassFixture<Players>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sound_and_picture_are_in_step_in_the_browser()
    {
        using var clip = await Generated.FlashesAndTonesAsync();
        using var folder = Pipeline.Work(clip.Path);
        var result = (await Pipeline.Transcode.RunAsync(new TranscodeRequest(clip.Path, ClipEdit.None), folder, new Sink(folder), Cancel)).Result.ShouldNotBeNull();

        foreach (var (file, player) in new[] { (result.Playlist, "hls"), (result.Renditions[0].File, "native") })
        {
            var played = await players.PlayAsync(folder, file, player, sync: true);
            played.Ended.ShouldBeTrue(played.ToString());
            played.Offsets.Count.ShouldBeGreaterThanOrEqualTo(3, played.ToString());
            // The middle one: a busy machine delays one picture or another, the file all of them.
            played.Offsets.Order().ElementAt(played.Offsets.Count / 2).ShouldBeLessThanOrEqualTo(0.08, $"{player}: {played}");
        }
    }
}

/// <summary>What a player did with a clip; offsets in seconds.</summary>
public sealed record Played(bool Ended, double Duration, double Time, int Width, int Height, int Frames, IReadOnlyList<string> Errors, IReadOnlyList<double> Offsets)
{
    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>One Chromium and one small media server for all clips of a run.</summary>
public sealed class Players : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Lazy<Task<(WebApplication Server, NodeClient Player)>> _running = new(StartAsync);
    private readonly SemaphoreSlim _one = new(1, 1);

    internal async Task<Played> PlayAsync(WorkFolder folder, string file, string player, bool sync = false, double rate = 4)
    {
        var (_, client) = await _running.Value;
        await _one.WaitAsync();
        try
        {
            await client.SayAsync(JsonSerializer.Serialize(new { hls = $"/{Path.GetFileName(folder.Path)}/{file}", player, rate = sync ? 1 : rate, sync }));
            return JsonSerializer.Deserialize<Played>(await client.HearAsync(), Web)!;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>To its end with hls.js, with Shaka and in the full run as the plain MP4, as long as promised and not stretched. Without a browser nothing is said.</summary>
    internal async Task ShouldPlayAsync(WorkFolder folder, TranscodeResult result)
    {
        if (!NodeClient.Here)
        {
            TestContext.Current.AddWarning("Not played: tests/clients is not installed, or there is no Chromium.");
            return;
        }
        (string File, string Player)[] ways = [(result.Playlist, "hls"), (result.Playlist, "shaka"), (result.Renditions[0].File, "native")];
        foreach (var (file, player) in TestRun.IsFull ? ways : ways[..2])
        {
            // Sixteen times is the most that Chromium does.
            var played = await PlayAsync(folder, file, player, rate: Math.Clamp(result.DurationMs / 10_000.0, 4, 16));
            played.Errors.ShouldBeEmpty($"{player}: {played}");
            played.Ended.ShouldBeTrue($"{player}: {played}");
            (played.Duration * 1000).ShouldBe(result.DurationMs, Math.Max(100, 1000 / result.Renditions[0].FrameRate), $"{player}: {played}");
            ((double)played.Width / played.Height).ShouldBe((double)result.Renditions[0].Width / result.Renditions[0].Height, 0.02 * played.Width / played.Height, $"{player}: {played}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (server, player) = await _running.Value;
            await player.DisposeAsync();
            await server.DisposeAsync();
        }
        _one.Dispose();
    }

    private static async Task<(WebApplication Server, NodeClient Player)> StartAsync()
    {
        var chromium = NodeClient.Chromium();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var types = new FileExtensionContentTypeProvider { Mappings = { [".m3u8"] = "application/vnd.apple.mpegurl", [".avif"] = "image/avif" } };
        server.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Pipeline.Parent), ContentTypeProvider = types });
        await server.StartAsync();
        var origin = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (server, NodeClient.Start("play.mjs", chromium, origin));
    }
}
