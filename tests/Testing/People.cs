using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zoetrope.Testing;

/// <summary>What people do, through the public API alone.</summary>
public sealed partial class ZoetropeApp
{
    private static int s_people;

    /// <summary>A new account in a browser of its own. The name is made unique, so that tests can share an instance.</summary>
    public async Task<Person> SignUpAsync(string name)
    {
        var username = $"{name}{Environment.ProcessId % 10000}x{Interlocked.Increment(ref s_people)}";
        var person = new Person(NewBrowser(), username, $"{username}@example.test", "correct horse battery staple 7");
        person.Me = (await person.SendAsync(HttpMethod.Post, "/api/auth/register", new { username, email = person.Email, password = person.Password }))["user"]!;
        return person;
    }

    /// <summary>Somebody without an account.</summary>
    public Person Visitor() => new(NewBrowser(), "", "", "");
}

/// <summary>Somebody at a browser.</summary>
public sealed class Person(HttpClient http, string username, string email, string password) : IDisposable
{
    public HttpClient Http { get; } = http;
    public string Username { get; } = username;
    public string Email { get; } = email;
    public string Password { get; } = password;
    public JsonNode Me { get; set; } = new JsonObject();

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path);
    public Task<JsonNode> PutAsync(string path, object? body = null) => SendAsync(HttpMethod.Put, path, body);
    public Task<JsonNode> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);
    public Task<JsonNode> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Sends JSON and reads JSON; anything but success fails with the answer's words.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Uploads a clip by tus, publishes it, and returns the video's id at once; see <see cref="ReadyAsync"/>.</summary>
    public async Task<string> UploadAsync(string file, string description = "", string audience = "public")
    {
        var bytes = await File.ReadAllBytesAsync(file);
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/uploads");
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", $"{bytes.Length}");
        create.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(Path.GetFileName(file)))}");
        using var created = await Http.SendAsync(create);
        if (!created.IsSuccessStatusCode) throw new HttpRequestException($"Upload refused: {(int)created.StatusCode} {await created.Content.ReadAsStringAsync()}", null, created.StatusCode);

        using var patch = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location) { Content = new ByteArrayContent(bytes) };
        patch.Headers.Add("Tus-Resumable", "1.0.0");
        patch.Headers.Add("Upload-Offset", "0");
        patch.Content.Headers.ContentType = new("application/offset+octet-stream");
        using var patched = await Http.SendAsync(patch);
        if (!patched.IsSuccessStatusCode) throw new HttpRequestException($"Upload broke off: {(int)patched.StatusCode} {await patched.Content.ReadAsStringAsync()}", null, patched.StatusCode);

        var uploadId = created.Headers.Location!.OriginalString.TrimEnd('/').Split('/')[^1];
        return (string)(await PostAsync("/api/videos", new { uploadId, description, audience }))["id"]!;
    }

    /// <summary>Waits until a clip of one's own has been processed, and returns it.</summary>
    public Task<JsonNode> ReadyAsync(string videoId)
        => Waiting.Eventually(() => GetAsync($"/api/videos/{videoId}"), until: v => (string?)v["state"] is "ready" or "failed", TimeSpan.FromSeconds(120));

    public async Task<string> UploadReadyAsync(string file, string description = "")
    {
        var id = await UploadAsync(file, description);
        var video = await ReadyAsync(id);
        return (string?)video["state"] == "ready" ? id : throw new InvalidOperationException($"The clip failed: {video.ToJsonString(JsonSerializerOptions.Web)}");
    }

    public void Dispose() => Http.Dispose();
}
