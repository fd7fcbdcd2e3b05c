using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using StackExchange.Redis;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// <c>Idempotency-Key</c> on routes that create: the same key and body get the first answer byte for byte, another body 422, a first
/// request still running 409. Kept in Redis for a day, sealed, because a first answer may hold a session; the service that owns the thing
/// keeps the key durably beside it. Whoever is signed out is known by their address: a device may be new with every request.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, IConnectionMultiplexer redis, Secrets secrets)
{
    private const string Purpose = "idempotency";
    private const int LongestKey = 255, LargestBody = 1024 * 1024;
    private static readonly TimeSpan Running = TimeSpan.FromMinutes(1), FormRunning = TimeSpan.FromMinutes(10), Kept = TimeSpan.FromHours(24);

    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || http.GetEndpoint()?.Metadata.GetMetadata<Creates>() is not { } creates || !redis.IsConnected)
        {
            await next(http);
            return;
        }
        if (key.Length > LongestKey) throw Fault.Invalid("Idempotency-Key", "idempotency_key_too_long", ("max", LongestKey.ToString()));

        var owner = caller.Viewer.IsSignedIn && !creates.ByAddress ? caller.Viewer.Key : $"a:{caller.Address}";
        var place = $"once:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{http.Request.Path}\n{key}")))}";
        var form = http.Request.HasFormContentType;
        var hash = form ? [] : await HashAsync(http.Request);
        var database = redis.GetDatabase();
        byte[]? bytes = null;
        try
        {
            if (!await database.StringSetAsync(place, Seal(place, new Answer(hash, 0, "", "", [], [])), form ? FormRunning : Running, When.NotExists)) bytes = await database.StringGetAsync(place) is { IsNull: false } kept ? kept : [];
        }
        catch (Exception error) when (IsAway(error))
        {
            // It went this very moment: as without it, the service that owns the thing knows the key.
            await next(http);
            return;
        }
        if (bytes is null)
        {
            await RunAsync(http, database, place, hash);
            return;
        }
        // Gone between the two commands: the first one failed just now, and this one may try.
        if (bytes.Length == 0 || Open(place, bytes) is not { } first) throw Fault.Conflict("idempotency_running");
        if (form) await RepeatFormAsync(http, first);
        else await ReplayAsync(http, first, hash);
    }

    private async Task RunAsync(HttpContext http, IDatabase database, string place, byte[] hash)
    {
        var done = false;
        var content = new FormContent(first: null);
        http.Features.Set(content);
        var real = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new MemoryStream();
        var holder = new StreamResponseBodyFeature(held);
        http.Features.Set<IHttpResponseBodyFeature>(holder);
        try
        {
            await next(http);
            await holder.Writer.FlushAsync(http.RequestAborted);
            http.Features.Set(real);
            var response = http.Response;
            done = response.StatusCode is >= 200 and < 300;
            var answer = new Answer(content.Hash ?? hash, response.StatusCode, response.ContentType ?? "", response.Headers.Location.ToString(), [.. response.Headers.SetCookie.OfType<string>()], held.ToArray());
            if (done) await KeepAsync(database, place, answer);
            if (held.Length > 0) await response.Body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), http.RequestAborted);
        }
        finally
        {
            http.Features.Set(real);
            // What failed may be tried again with the same key.
            if (!done) await database.KeyDeleteAsync(place, CommandFlags.FireAndForget);
        }
    }

    /// <summary>What was made is answered for, though Redis may have gone meanwhile.</summary>
    private async Task KeepAsync(IDatabase database, string place, Answer answer)
    {
        try { await database.StringSetAsync(place, Seal(place, answer), Kept); }
        catch (Exception error) when (IsAway(error)) { /* a repeat finds the key at the service that owns the thing */ }
    }

    private static bool IsAway(Exception error) => error is RedisException or TimeoutException;

    /// <summary>Whoever reads forms compares this one with the first and makes nothing again.</summary>
    private async Task RepeatFormAsync(HttpContext http, Answer first)
    {
        if (first.Status == 0) throw Fault.Conflict("idempotency_running");
        var content = new FormContent(first.Hash);
        http.Features.Set(content);
        await next(http);
        if (content.Hash is { } hash) await ReplayAsync(http, first, hash);
    }

    private static async Task ReplayAsync(HttpContext http, Answer first, byte[] hash)
    {
        if (!CryptographicOperations.FixedTimeEquals(first.Hash, hash)) throw Fault.Unprocessable("idempotency_mismatch");
        if (first.Status == 0) throw Fault.Conflict("idempotency_running");
        var response = http.Response;
        response.StatusCode = first.Status;
        if (first.ContentType.Length > 0) response.ContentType = first.ContentType;
        if (first.Location.Length > 0) response.Headers.Location = first.Location;
        // The session of a new account, and the device that the first request was given.
        if (first.Cookies.Length > 0) response.Headers.SetCookie = first.Cookies;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(first.Body, http.RequestAborted);
    }

    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        request.EnableBuffering(bufferThreshold: LargestBody, bufferLimit: LargestBody);
        var hash = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return hash;
    }

    private byte[] Seal(string place, Answer answer)
    {
        var plain = answer.Write();
        var sealedBytes = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Parts(sealedBytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(secrets.Derive(Purpose), tag.Length);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, Encoding.ASCII.GetBytes(place));
        return sealedBytes;
    }

    /// <summary>Null where it was sealed with a secret that is no more.</summary>
    private Answer? Open(string place, byte[] bytes)
    {
        var (nonce, tag, cipher) = Parts(bytes);
        var plain = new byte[cipher.Length];
        foreach (var key in (byte[]?[])[secrets.Derive(Purpose), secrets.DerivePrevious(Purpose)])
        {
            if (key is null) continue;
            try
            {
                using var aes = new AesGcm(key, tag.Length);
                aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain, Encoding.ASCII.GetBytes(place));
                return Answer.Read(plain);
            }
            catch (AuthenticationTagMismatchException) { /* the previous secret may open it */ }
        }
        return null;
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> bytes)
    {
        int nonce = AesGcm.NonceByteSizes.MaxSize, tag = AesGcm.TagByteSizes.MaxSize;
        return (bytes[..nonce], bytes.Slice(nonce, tag), bytes[(nonce + tag)..]);
    }

    /// <param name="Status">0 while the first request runs.</param>
    private sealed record Answer(byte[] Hash, int Status, string ContentType, string Location, string[] Cookies, byte[] Body)
    {
        public byte[] Write()
        {
            using var bytes = new MemoryStream();
            using var to = new BinaryWriter(bytes);
            to.Write(Hash.Length);
            to.Write(Hash);
            to.Write(Status);
            to.Write(ContentType);
            to.Write(Location);
            to.Write(Cookies.Length);
            foreach (var cookie in Cookies) to.Write(cookie);
            to.Write(Body.Length);
            to.Write(Body);
            to.Flush();
            return bytes.ToArray();
        }

        public static Answer Read(byte[] bytes)
        {
            using var from = new BinaryReader(new MemoryStream(bytes));
            var hash = from.ReadBytes(from.ReadInt32());
            var (status, type, location) = (from.ReadInt32(), from.ReadString(), from.ReadString());
            var cookies = new string[from.ReadInt32()];
            for (var i = 0; i < cookies.Length; i++) cookies[i] = from.ReadString();
            return new Answer(hash, status, type, location, cookies, from.ReadBytes(from.ReadInt32()));
        }
    }
}

/// <summary>
/// What a form with an <c>Idempotency-Key</c> amounts to. Its bytes cannot tell: clients draw a new boundary for every request. Whoever reads it
/// says so here, before anything is made of it.
/// </summary>
/// <param name="first">What the first form with this key amounted to.</param>
internal sealed class FormContent(byte[]? first)
{
    public byte[]? Hash { get; private set; }

    /// <summary>True where there was a first form, so that this one makes nothing, whatever it turns out to be.</summary>
    public bool IsRepeated => first is not null;

    public void Is(byte[] hash) => Hash = hash;
}

/// <summary>Endpoint metadata: makes something new, so <c>Idempotency-Key</c> counts.</summary>
/// <param name="ByAddress">The key belongs to the address, even of somebody signed in.</param>
internal sealed record Creates(bool ByAddress);
