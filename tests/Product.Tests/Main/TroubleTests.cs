using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Main;

/// <summary>What goes wrong in ordinary life: connections that break, files that are no clips, a service that is down.</summary>
[Collection(nameof(SharedPlace))]
public sealed class TroubleTests(SharedPlace place)
{
    private ZoetropeApp App => place.App;

    [Fact]
    public async Task An_upload_that_was_cut_off_goes_on_where_it_stopped()
    {
        using var person = await App.SignUpAsync("cut");
        using var folder = new TestFolder();
        var bytes = await File.ReadAllBytesAsync(await TestClip.MakeAsync(folder));
        var address = await BeginAsync(person, bytes.Length);
        (await SendAsync(person, address, bytes.AsMemory(0, bytes.Length / 3), offset: 0)).ShouldBe(HttpStatusCode.NoContent);

        // Another tab, hours later, asks how far it came.
        using var ask = new HttpRequestMessage(HttpMethod.Head, address);
        ask.Headers.Add("Tus-Resumable", "1.0.0");
        using var told = await person.Http.SendAsync(ask);
        var offset = int.Parse(told.Headers.GetValues("Upload-Offset").Single());
        offset.ShouldBe(bytes.Length / 3);
        (await SendAsync(person, address, bytes.AsMemory(offset + 10, 10), offset + 10)).ShouldBe(HttpStatusCode.Conflict, "a gap would be a broken clip");
        (await SendAsync(person, address, bytes.AsMemory(offset), offset)).ShouldBe(HttpStatusCode.NoContent);

        var id = (string)(await person.PostAsync("/api/videos", new { uploadId = address.ToString().TrimEnd('/').Split('/')[^1], description = "Whole" }))["id"]!;
        var video = await person.ReadyAsync(id);
        ((string)video["state"]!).ShouldBe("ready", video.ToJsonString());
    }

    [Fact]
    public async Task A_file_that_is_no_clip_fails_in_words_that_only_its_owner_sees()
    {
        using var person = await App.SignUpAsync("nope");
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder["clip.mp4"], string.Concat(Enumerable.Repeat("This is a letter and no film. ", 2000)));
        var id = await person.UploadAsync(folder["clip.mp4"]);
        var video = await person.ReadyAsync(id);
        ((string)video["state"]!).ShouldBe("failed");
        ((string?)video["failure"]!["code"]).ShouldNotBeNullOrEmpty();
        ((string)video["failure"]!["text"]!).Length.ShouldBeGreaterThan(15);
        using var visitor = App.Visitor();
        (await visitor.Http.GetAsync($"/api/videos/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task When_a_service_is_down_the_rest_goes_on_and_says_when_to_try_again()
    {
        Assert.SkipUnless(ZoetropeApp.IsSplit, "In one process no service can be down alone.");
        using var author = await App.SignUpAsync("alone");
        using var folder = new TestFolder();
        var id = await author.UploadReadyAsync(await TestClip.MakeAsync(folder, seed: 3), "Goes on");

        await App.KillAsync(Role.Interaction, restart: false);
        try
        {
            using var visitor = App.Visitor();
            ((string)(await visitor.GetAsync($"/api/videos/{id}"))["title"]!).ShouldBe("Goes on");
            await visitor.GetAsync("/api/instance");
            await author.PostAsync("/api/auth/login", new { login = author.Username, password = author.Password });

            var started = Stopwatch.GetTimestamp();
            using var refused = await author.Http.PutAsync($"/api/videos/{id}/like", JsonContent.Create(new { }));
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            // It promises a second; a loaded machine may need a few.
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
        finally
        {
            App.Start(Role.Interaction);
            await App.IsReadyAsync();
        }
        await Waiting.Eventually(async () => ((bool)(await author.PutAsync($"/api/videos/{id}/like"))["liked"]!).ShouldBeTrue());
    }

    private static async Task<Uri> BeginAsync(Person person, int length)
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/uploads");
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", $"{length}");
        create.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes("clip.mp4"))}");
        using var created = await person.Http.SendAsync(create);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        return created.Headers.Location!;
    }

    private static async Task<HttpStatusCode> SendAsync(Person person, Uri place, ReadOnlyMemory<byte> bytes, int offset)
    {
        using var patch = new HttpRequestMessage(HttpMethod.Patch, place) { Content = new ReadOnlyMemoryContent(bytes) };
        patch.Headers.Add("Tus-Resumable", "1.0.0");
        patch.Headers.Add("Upload-Offset", $"{offset}");
        patch.Content.Headers.ContentType = new("application/offset+octet-stream");
        using var patched = await person.Http.SendAsync(patch);
        return patched.StatusCode;
    }
}
