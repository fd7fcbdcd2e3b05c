using System.Security.Cryptography;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Media;

/// <summary>Uploads by the clients that people use, over connections that break anywhere and a server that is killed meanwhile.</summary>
[Collection(nameof(SharedPlace))]
public sealed class RealClientTests(SharedPlace place)
{
    /// <summary>Twenty seeds in the full run, one else.</summary>
    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            for (var seed = 1; seed <= (TestRun.IsFull ? 20 : 1); seed++)
                foreach (var client in (string[])["tus-js-client", "uppy"]) runs.Add(client, seed);
            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task No_byte_is_lost_however_often_the_connection_breaks_and_the_server_dies(string client, int seed)
    {
        var app = place.App;
        using var folder = new TestFolder();
        var (file, size) = (folder["clip.mp4"], 6_000_000 + new Random(seed).Next(2_000_000));
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(size), TestContext.Current.CancellationToken);
        using var ana = await app.SignUpAsync("ana");
        var token = (string)(await ana.PostAsync("/api/auth/login", new { login = ana.Username, password = ana.Password, client = "native" }))["accessToken"]!;

        if (client == "uppy") _ = NodeClient.Chromium();
        await using var uploader = NodeClient.Start("upload.mjs", client, $"{app.Url}api/uploads", $"{place.ProxyPort}", token, file, $"{seed}", "5", $"{new Random(seed).Next(size / 4, size / 2)}");
        (await uploader.HearAsync()).ShouldBe("pause");
        await app.KillAsync(Role.Video);
        await uploader.SayAsync("go on");
        var done = (await uploader.HearAsync()).Split(' ');

        done[0].ShouldBe("done");
        int.Parse(done[3], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        var stored = Path.Combine(app.DataPath, "uploads", done[1].Split('/')[^1]);
        SHA256.HashData(await File.ReadAllBytesAsync(stored, TestContext.Current.CancellationToken)).ShouldBe(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
    }
}
