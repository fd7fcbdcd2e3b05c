using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>
/// Hostile and odd texts through every field that people write into: kept in NFC and given back byte-equal, or refused with 422 naming the
/// field; never a fault of ours. Every tenth text by default, all of them with <c>ZOETROPE_TEST=full</c>.
/// </summary>
[Collection("matrix")]
public sealed class NaughtyTextTests(MatrixPlace place)
{
    private static readonly string[] LongLists = ["blns", "xss", "sqli", "path", "json", "cmd", "crlf", "format"];
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("ZOETROPE_TEST") == "full";

    [Fact]
    public async Task What_is_kept_comes_back_as_it_was_written()
    {
        using var person = await place.App.SignUpAsync("texts");
        var clip = place.Clips["public"];
        await CheckAsync(text => SendAsync(person, HttpMethod.Patch, "/api/users/me", new { displayName = text }), "displayName", trims: true);
        await CheckAsync(text => SendAsync(person, HttpMethod.Patch, "/api/users/me", new { bio = text }), "bio");
        await CheckAsync(text => SendAsync(place.Owner, HttpMethod.Patch, $"/api/videos/{clip}", new { description = text }), "description", trims: true);
        await CheckAsync(text => SendAsync(place.Owner, HttpMethod.Patch, $"/api/videos/{clip}", new { title = text }), "title", trims: true, derives: true);
        var comment = (string)(await person.PostAsync($"/api/videos/{clip}/comments", new { text = "First" }))["id"]!;
        await CheckAsync(text => SendAsync(person, HttpMethod.Patch, $"/api/comments/{comment}", new { text }), "text");
        await CheckAsync(text => SendAsync(place.People["admin"], HttpMethod.Put, "/api/admin/instance", new { name = text }), "name", trims: true);
        await CheckAsync(text => SendAsync(place.People["admin"], HttpMethod.Put, "/api/admin/instance", new { description = text }), "description");
        await CheckAsync(text => SendAsync(place.People["admin"], HttpMethod.Put, "/api/admin/instance", new { contact = text }), "contact", nothingForEmpty: true);
        await CheckAsync(text => FirstAsync("rules", SendAsync(place.People["admin"], HttpMethod.Put, "/api/admin/instance", new { rules = new[] { text } })), "rules", trims: true, nothingForEmpty: true);
    }

    [Fact]
    public async Task What_is_said_and_reported_comes_back_as_it_was_written()
    {
        using var person = await place.App.SignUpAsync("says");
        var (clip, details) = (place.Clips["public"], new Dictionary<string, string>());
        await CheckAsync(async text =>
        {
            var (status, said) = await SendAsync(person, HttpMethod.Post, $"/api/videos/{clip}/comments", new { text });
            if (status != 201) return (status, said);
            var id = (string)said!["id"]!;
            var (answer, report) = await SendAsync(place.People["other"], HttpMethod.Post, "/api/reports", new { kind = "comment", id, reason = "other", detail = text });
            if (answer is 200 or 201) details[id] = text.Normalize(NormalizationForm.FormC);
            else report!["errors"].ShouldNotBeNull(report.ToJsonString()).AsObject().Select(e => e.Key).ShouldBe(["detail"]);
            return (200, said);
        }, "text");

        details.ShouldNotBeEmpty();
        var (left, next) = (new Dictionary<string, string>(details), "");
        do
        {
            var page = await place.People["moderator"].GetAsync($"/api/reports?limit=50&cursor={next}");
            foreach (var report in page["items"]!.AsArray())
                if (left.Remove((string)report!["targetId"]!, out var text)) ((string?)report["detail"] ?? "").Trim().ShouldBe(text.Trim());
            next = (string?)page["nextCursor"] ?? "";
        }
        while (next.Length > 0 && left.Count > 0);
        left.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_text_in_any_field_is_a_fault_of_ours()
    {
        using var person = await place.App.SignUpAsync("fields");
        var clip = place.Clips["public"];
        var at = new (string Where, Func<string, Task<(int Status, JsonNode? Body)>> Send)[]
        {
            ("username", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/register", new { username = text, email = "x", password = "x" })),
            ("email", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/register", new { username = "x", email = text, password = "x" })),
            ("password", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/register", new { username = "x", email = "x", password = text })),
            ("displayName of a new account", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/register", new { username = "x", email = "x", password = "x", displayName = text, invite = text, client = text })),
            ("login", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/login", new { login = text, password = "nothing", code = text })),
            ("forgotten", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/password/forgot", new { email = text })),
            ("token of a link", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/password/reset", new { token = text, password = text })),
            ("token of an address", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/email/verify", new { token = text })),
            ("code", text => SendAsync(person, HttpMethod.Put, "/api/auth/totp", new { code = text })),
            ("passkey", text => SendAsync(person, HttpMethod.Post, "/api/auth/passkeys", new { credential = new { id = text }, state = text, name = text })),
            ("passkey to sign in", text => SendAsync(place.People["signed out"], HttpMethod.Post, "/api/auth/passkeys/login", new { credential = new { id = text, response = new { clientDataJSON = text } }, state = text })),
            ("available", text => SendAsync(place.People["signed out"], HttpMethod.Get, $"/api/auth/available?username={Escape(text)}")),
            ("links", text => SendAsync(person, HttpMethod.Patch, "/api/users/me", new { links = new[] { text } })),
            ("settings", text => SendAsync(person, HttpMethod.Patch, "/api/users/me", new { settings = new { theme = text, locale = text, whoCanComment = text } })),
            ("new comment", text => SendAsync(person, HttpMethod.Post, $"/api/videos/{clip}/comments", new { text, clientRef = text, parentId = text })),
            ("share", text => SendAsync(person, HttpMethod.Post, $"/api/videos/{clip}/share", new { channel = text })),
            ("report", text => SendAsync(person, HttpMethod.Post, "/api/reports", new { kind = "video", id = clip, reason = "other", detail = text })),
            ("reason of a report", text => SendAsync(person, HttpMethod.Post, "/api/reports", new { kind = text, id = text, reason = text })),
            ("labels", text => SendAsync(place.Owner, HttpMethod.Patch, $"/api/videos/{clip}", new { labels = new[] { text }, audience = text })),
            ("new video", text => SendAsync(place.Owner, HttpMethod.Post, "/api/videos", new { uploadId = text, title = text, description = text })),
            ("not interested", text => SendAsync(person, HttpMethod.Post, $"/api/videos/{clip}/not-interested", new { reason = "tag", tag = text })),
            ("watches", text => SendAsync(person, HttpMethod.Post, "/api/watches", new { items = new[] { new { videoId = clip, playId = text, watchedMs = 10, loops = 0, completed = false, source = text } } })),
            ("muted words", text => SendAsync(person, HttpMethod.Put, "/api/feed/preferences", new { personalised = true, topics = new Dictionary<string, double> { [text] = 1 }, mutedWords = new[] { text } })),
            ("search", text => SendAsync(person, HttpMethod.Get, $"/api/search?q={Escape(text)}")),
            ("people search", text => SendAsync(person, HttpMethod.Get, $"/api/users?q={Escape(text)}")),
            ("suggest", text => SendAsync(person, HttpMethod.Get, $"/api/search/suggest?q={Escape(text)}")),
            ("managed people", text => SendAsync(place.People["admin"], HttpMethod.Get, $"/api/admin/users?q={Escape(text)}&filter={Escape(text)}")),
            ("cursor", text => SendAsync(person, HttpMethod.Get, $"/api/feed/latest?cursor={Escape(text)}")),
            ("rules", text => SendAsync(place.People["admin"], HttpMethod.Put, "/api/admin/instance", new { rules = new[] { text }, accent = text, registration = text })),
        };
        var faults = new List<string>();
        foreach (var (where, send) in at)
            foreach (var text in Texts())
            {
                var (status, body) = await send(text);
                // A refusal of what was written names the field.
                if (status == 422 && (string?)body?["code"] == "validation_failed" && body["errors"] is not JsonObject { Count: > 0 }) faults.Add($"{where}: no field is named in {body.ToJsonString()}");
                if (status >= 500) faults.Add($"{where}: {status} for {JsonSerializer.Serialize(text)[..Math.Min(80, JsonSerializer.Serialize(text).Length)]}");
            }
        faults.ShouldBeEmpty();
    }

    private static async Task CheckAsync(Func<string, Task<(int Status, JsonNode? Body)>> send, string field, bool trims = false, bool derives = false, bool nothingForEmpty = false)
    {
        foreach (var text in Texts())
        {
            var (status, body) = await send(text);
            if (status == 422)
            {
                body!["errors"].ShouldNotBeNull(body.ToJsonString()).AsObject().Select(e => e.Key).ShouldContain(key => key.StartsWith(field, StringComparison.Ordinal), body.ToJsonString());
                continue;
            }
            // A lone surrogate is no JSON text at all (RFC 8259, 8.2).
            if (status == 400 && !IsWellFormed(text)) continue;
            status.ShouldBe(200, $"{field} {JsonSerializer.Serialize(text)}: {body?.ToJsonString()}");
            var expected = text.Normalize(NormalizationForm.FormC);
            if (trims) expected = expected.Trim();
            if ((derives || nothingForEmpty) && expected.Length == 0) continue;
            ((string?)body![field]).ShouldBe(expected, field);
        }
    }

    /// <summary>An answer whose field is a list of one, as if it were that one.</summary>
    private static async Task<(int Status, JsonNode? Body)> FirstAsync(string field, Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        return (status, status == 200 ? new JsonObject { [field] = (string?)body![field]!.AsArray().FirstOrDefault() ?? "" } : body);
    }

    private static async Task<(int Status, JsonNode? Body)> SendAsync(Person person, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await person.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 && answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null);
    }

    private static List<string> Texts()
    {
        var all = File.ReadLines(TestMedia.Beside("naughty.txt")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')).ToList();
        var chosen = all.Where((line, i) => IsFull || i % 10 == 3 || !LongLists.Contains(line[1]));
        return [.. chosen.Select(line => NaughtyTexts.Expand(JsonSerializer.Deserialize<string>(line[2])!)).Where(text => text.Length <= 100_000)];
    }

    private static string Escape(string text) => Uri.EscapeDataString(IsWellFormed(text) && text.Length < 1500 ? text : "x");

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal)) return false;
        return true;
    }
}
