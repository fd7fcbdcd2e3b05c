using System.IO.Compression;
using System.Net.Http.Json;
using MimeKit;
using OtpNet;
using Shouldly;
using Xunit;
using Zoetrope.Product.Tests.Main;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>The life of an account through the public door: mail, codes, going and coming back, and what those who run the place may do.</summary>
[Collection("matrix")]
public sealed class AccountRouteTests(MatrixPlace place)
{
    private const string Fresh = "an altogether new lantern 9";

    private ZoetropeApp App => place.App;

    [Fact]
    public async Task A_forgotten_password_comes_back_by_mail_and_every_session_ends()
    {
        using var person = await App.SignUpAsync("forget");
        using var visitor = App.Visitor();
        (await StatusAsync(visitor, HttpMethod.Post, "/api/auth/password/forgot", new { email = person.Email })).ShouldBe(202);
        (await StatusAsync(visitor, HttpMethod.Post, "/api/auth/password/forgot", new { email = "nobody@example.test" })).ShouldBe(202);

        var token = await LinkAsync(person.Email, "/reset#");
        (await StatusAsync(visitor, HttpMethod.Post, "/api/auth/password/reset", new { token, password = Fresh })).ShouldBe(204);

        (await StatusAsync(person, HttpMethod.Get, "/api/users/me")).ShouldBe(401);
        (await person.Http.RefusedAsync(HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password })).ShouldBe((401, "invalid_credentials"));
        (await StatusAsync(person, HttpMethod.Post, "/api/auth/login", new { login = person.Email, password = Fresh })).ShouldBe(200);
        (await visitor.Http.RefusedAsync(HttpMethod.Post, "/api/auth/password/reset", new { token, password = Fresh })).ShouldBe((422, "validation_failed"));
    }

    [Fact]
    public async Task The_link_of_a_sign_up_confirms_the_address()
    {
        using var person = await App.SignUpAsync("confirm");
        ((bool)(await person.GetAsync("/api/users/me"))["emailVerified"]!).ShouldBeFalse();
        var token = await LinkAsync(person.Email, "/verify#");
        using var elsewhere = App.Visitor();
        (await StatusAsync(elsewhere, HttpMethod.Post, "/api/auth/email/verify", new { token })).ShouldBe(204);
        ((bool)(await person.GetAsync("/api/users/me"))["emailVerified"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task With_two_factor_the_password_alone_does_not_sign_in()
    {
        using var person = await App.SignUpAsync("factor");
        var totp = new Totp(Base32Encoding.ToBytes((string)(await person.PostAsync("/api/auth/totp", new { password = person.Password }))["secret"]!));
        var codes = (await person.PutAsync("/api/auth/totp", new { code = totp.ComputeTotp() }))["recoveryCodes"]!.AsArray();
        ((bool)(await person.GetAsync("/api/users/me"))["twoFactor"]!).ShouldBeTrue();

        (await person.Http.RefusedAsync(HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password })).ShouldBe((401, "two_factor_required"));
        (await person.Http.RefusedAsync(HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password, code = "12345" })).ShouldBe((401, "invalid_code"));
        (await StatusAsync(person, HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password, code = (string)codes[0]! })).ShouldBe(200);
        (await StatusAsync(person, HttpMethod.Delete, "/api/auth/totp", new { password = person.Password })).ShouldBe(204);
        (await StatusAsync(person, HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password })).ShouldBe(200);
    }

    [Fact]
    public async Task An_archive_is_sent_as_it_is_made()
    {
        using var person = await App.SignUpAsync("archive");
        var url = (string)(await person.PostAsync("/api/users/me/export"))["url"]!;

        using var answer = await person.Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);

        // What is held whole says how long it is: somebody's clips need not fit into memory.
        (answer.EnsureSuccessStatusCode().Content.Headers.ContentLength, answer.Headers.ETag).ShouldBe((null, null));
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        archive.Entries.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Somebody_who_deleted_their_account_is_gone_and_may_come_back()
    {
        using var person = await App.SignUpAsync("leave");
        using var visitor = App.Visitor();
        (await StatusAsync(person, HttpMethod.Delete, "/api/users/me", new { password = "not it" })).ShouldBe(422);
        (await StatusAsync(person, HttpMethod.Delete, "/api/users/me", new { password = person.Password })).ShouldBe(200);
        (await StatusAsync(person, HttpMethod.Get, "/api/users/me")).ShouldBe(401);
        await Waiting.Eventually(async () => (await StatusAsync(visitor, HttpMethod.Get, $"/api/users/{person.Username}")).ShouldBe(404));

        await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password });
        (await person.GetAsync("/api/users/me"))["deletionAt"].ShouldNotBeNull();
        (await person.PostAsync("/api/users/me/restore"))["deletionAt"].ShouldBeNull();
        await Waiting.Eventually(async () => (await StatusAsync(visitor, HttpMethod.Get, $"/api/users/{person.Username}")).ShouldBe(200));
    }

    [Fact]
    public async Task Whoever_waits_to_be_erased_may_look_take_their_data_along_and_come_back_and_nothing_else()
    {
        using var person = await App.SignUpAsync("grace");
        var (clip, owner) = (place.Clips["public"], place.Owner.Username);
        var comment = place.Comments["public"];
        await person.SendAsync(HttpMethod.Delete, "/api/users/me", new { password = person.Password });
        await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password });
        async Task<(string Stats, int Listed, int Followers)> CountsAsync()
        {
            var stats = (await place.Owner.GetAsync($"/api/videos/{clip}"))["stats"]!;
            return ($"{stats["likes"]} {stats["comments"]} {stats["shares"]} {stats["saves"]}", (await place.Owner.GetAsync($"/api/videos/{clip}/comments"))["items"]!.AsArray().Count, (int)(await place.Owner.GetAsync($"/api/users/{owner}"))["followers"]!);
        }
        var before = await CountsAsync();

        foreach (var (method, path, body) in ((HttpMethod, string, object?)[])
        [
            (HttpMethod.Put, $"/api/videos/{clip}/like", null), (HttpMethod.Delete, $"/api/videos/{clip}/like", null), (HttpMethod.Put, $"/api/videos/{clip}/save", null),
            (HttpMethod.Post, $"/api/videos/{clip}/comments", new { text = "still here" }), (HttpMethod.Put, $"/api/comments/{comment}/like", null),
            (HttpMethod.Put, $"/api/users/{owner}/follow", null), (HttpMethod.Put, $"/api/users/{owner}/block", null), (HttpMethod.Post, $"/api/videos/{clip}/share", new { channel = "link" }),
            (HttpMethod.Post, "/api/videos", new { uploadId = Guid.CreateVersion7() }), (HttpMethod.Post, "/api/uploads", null), (HttpMethod.Patch, "/api/users/me", new { bio = "back" }),
            (HttpMethod.Post, "/api/watches", new { items = Array.Empty<object>() }), (HttpMethod.Post, "/api/reports", new { kind = "video", id = clip, reason = "spam" }),
            (HttpMethod.Post, "/api/auth/password", new { current = person.Password, @new = Fresh }), (HttpMethod.Post, "/api/auth/totp", null),
        ])
            (await person.Http.RefusedAsync(method, path, body)).ShouldBe((403, "deletion_pending"), $"{method} {path}");

        (await CountsAsync()).ShouldBe(before);
        foreach (var path in (string[])["/api/users/me", "/api/feed/for-you", $"/api/videos/{clip}", "/api/notifications", "/api/auth/sessions"])
            (await StatusAsync(person, HttpMethod.Get, path)).ShouldBe(200, path);
        (await StatusAsync(person, HttpMethod.Post, "/api/users/me/export")).ShouldBe(202);
        (await StatusAsync(person, HttpMethod.Post, "/api/auth/logout")).ShouldBe(204);
        await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password });
        await person.PostAsync("/api/users/me/restore");
        // At once, in the same session.
        await Waiting.Eventually(async () => (await StatusAsync(person, HttpMethod.Put, $"/api/videos/{clip}/save")).ShouldBe(200));
        await person.DeleteAsync($"/api/videos/{clip}/save");
    }

    [Fact]
    public async Task What_somebody_watched_before_they_signed_up_is_their_history_and_no_second_view()
    {
        using var browser = App.Visitor();
        var clip = place.Clips["public"];
        await browser.GetAsync("/api/feed/for-you");
        async Task PlayAsync() => await browser.PostAsync("/api/watches", new { items = new[] { new { videoId = clip, playId = Guid.CreateVersion7(), watchedMs = 1000, completed = true, loops = 0, source = "for_you" } } });
        async Task<int> ViewsAsync() => (int)(await place.Owner.GetAsync($"/api/videos/{clip}"))["stats"]!["views"]!;
        await PlayAsync();
        var views = await Waiting.Eventually(ViewsAsync, until: n => n > 0);

        var username = $"late{Guid.CreateVersion7():N}"[..20];
        await browser.PostAsync("/api/auth/register", new { username, email = $"{username}@example.test", password = "correct horse battery staple 7" });
        await PlayAsync();

        await Waiting.Eventually(async () =>
        {
            (await browser.GetAsync("/api/users/me/history"))["items"]!.AsArray().Select(item => (string)item!["id"]!).ShouldBe([clip]);
            (await ViewsAsync()).ShouldBe(views);
        });
    }

    [Fact]
    public async Task A_suspended_person_is_out_with_token_cookie_and_live_screen_and_back_afterwards()
    {
        using var person = await App.SignUpAsync("banned");
        await using var screen = await App.OpenLiveAsync(person);
        using var program = App.NewBrowser();
        var session = await person.PostAsync("/api/auth/login", new { login = person.Username, password = person.Password, client = "native" });
        program.DefaultRequestHeaders.Authorization = new("Bearer", (string)session["accessToken"]!);
        (await program.GetAsync("/api/users/me")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var (moderator, suspension) = (place.People["moderator"], $"/api/admin/users/{person.Me["id"]}/suspension");

        (await StatusAsync(moderator, HttpMethod.Put, suspension)).ShouldBe(200);

        await screen.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        await Waiting.Eventually(async () => ((int)(await program.GetAsync("/api/users/me")).StatusCode).ShouldBe(401), TimeSpan.FromSeconds(60));
        await Waiting.Eventually(async () => (await StatusAsync(person, HttpMethod.Get, "/api/users/me")).ShouldBe(401), TimeSpan.FromSeconds(60));
        (await person.Http.RefusedAsync(HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password })).ShouldBe((403, "suspended"));
        var listed = (await moderator.GetAsync($"/api/admin/users?q={person.Username}"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((bool)listed["suspended"]!, listed["email"]).ShouldBe((true, null));

        (await StatusAsync(moderator, HttpMethod.Delete, suspension)).ShouldBe(200);
        (await StatusAsync(person, HttpMethod.Post, "/api/auth/login", new { login = person.Username, password = person.Password })).ShouldBe(200);
        // Equals and betters are out of a moderator's reach.
        (await StatusAsync(moderator, HttpMethod.Put, $"/api/admin/users/{place.People["admin"].Me["id"]}/suspension")).ShouldBe(403);
    }

    private async Task<string> LinkAsync(string email, string mark)
    {
        var folder = Path.Combine(App.DataPath, "mail");
        var text = await Waiting.Eventually(async () =>
        {
            foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").OrderDescending().ToArray() : [])
            {
                var letter = await MimeMessage.LoadAsync(path);
                if (letter.To.Mailboxes.Single().Address == email && letter.TextBody is { } words && words.Contains(mark, StringComparison.Ordinal)) return words;
            }
            return "";
        }, until: found => found.Length > 0);
        return text[(text.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Split('\r', '\n')[0];
    }

    private static async Task<int> StatusAsync(Person person, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await person.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
