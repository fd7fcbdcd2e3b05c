using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using StackExchange.Redis;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// <c>Idempotency-Key</c> on routes that create: the same key and body get the first answer byte for byte, another body 422, a first
/// request still running 409. Kept in Redis for a day; the service that owns the thing keeps the key durably beside it.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, IConnectionMultiplexer redis)
{
    private const int LongestKey = 255, LargestBody = 1024 * 1024;
    private static readonly TimeSpan Running = TimeSpan.FromMinutes(1), Kept = TimeSpan.FromHours(24);

    public async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || http.GetEndpoint()?.Metadata.GetMetadata<Creates>() is null || caller.Viewer.Key.Length == 0 || http.Request.HasFormContentType || !redis.IsConnected)
        {
            await next(http);
            return;
        }
        if (key.Length > LongestKey) throw Fault.Invalid("Idempotency-Key", "idempotency_key_too_long", ("max", LongestKey.ToString()));

        var hash = await HashAsync(http.Request);
        var place = (RedisKey)$"once:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Viewer.Key}\n{http.Request.Path}\n{key}")))}";
        var database = redis.GetDatabase();
        if (!await database.StringSetAsync(place, new Answer(hash, 0, "", "", []).Write(), Running, When.NotExists))
        {
            // Gone between the two commands: the first one failed just now, and this one may try.
            if ((byte[]?)await database.StringGetAsync(place) is not { } bytes) throw Fault.Conflict("idempotency_running");
            await ReplayAsync(http, Answer.Read(bytes), hash);
            return;
        }
        await RunAsync(http, database, place, hash);
    }

    private async Task RunAsync(HttpContext http, IDatabase database, RedisKey place, byte[] hash)
    {
        var done = false;
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
            if (done) await database.StringSetAsync(place, new Answer(hash, response.StatusCode, response.ContentType ?? "", response.Headers.Location.ToString(), held.ToArray()).Write(), Kept);
            if (held.Length > 0) await response.Body.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), http.RequestAborted);
        }
        finally
        {
            http.Features.Set(real);
            // What failed may be tried again with the same key.
            if (!done) await database.KeyDeleteAsync(place, CommandFlags.FireAndForget);
        }
    }

    private static async Task ReplayAsync(HttpContext http, Answer first, byte[] hash)
    {
        if (!CryptographicOperations.FixedTimeEquals(first.Hash, hash)) throw Fault.Unprocessable("idempotency_mismatch");
        if (first.Status == 0) throw Fault.Conflict("idempotency_running");
        http.Response.StatusCode = first.Status;
        if (first.ContentType.Length > 0) http.Response.ContentType = first.ContentType;
        if (first.Location.Length > 0) http.Response.Headers.Location = first.Location;
        await http.Response.Body.WriteAsync(first.Body, http.RequestAborted);
    }

    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        request.EnableBuffering(bufferThreshold: LargestBody, bufferLimit: LargestBody);
        var hash = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return hash;
    }

    /// <param name="Status">0 while the first request runs.</param>
    private sealed record Answer(byte[] Hash, int Status, string ContentType, string Location, byte[] Body)
    {
        public byte[] Write()
        {
            var (type, location) = (Encoding.UTF8.GetBytes(ContentType), Encoding.UTF8.GetBytes(Location));
            var bytes = new byte[SHA256.HashSizeInBytes + 12 + type.Length + location.Length + Body.Length];
            Hash.CopyTo(bytes, 0);
            foreach (var (index, number) in (ReadOnlySpan<(int, int)>)[(0, Status), (1, type.Length), (2, location.Length)])
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SHA256.HashSizeInBytes + (index * 4)), number);
            type.CopyTo(bytes, SHA256.HashSizeInBytes + 12);
            location.CopyTo(bytes, SHA256.HashSizeInBytes + 12 + type.Length);
            Body.CopyTo(bytes, SHA256.HashSizeInBytes + 12 + type.Length + location.Length);
            return bytes;
        }

        public static Answer Read(byte[] bytes)
        {
            int Number(int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(SHA256.HashSizeInBytes + (index * 4)));
            var (type, location) = (Number(1), Number(2));
            var rest = bytes.AsSpan(SHA256.HashSizeInBytes + 12);
            return new Answer(bytes[..SHA256.HashSizeInBytes], Number(0), Encoding.UTF8.GetString(rest[..type]), Encoding.UTF8.GetString(rest.Slice(type, location)), rest[(type + location)..].ToArray());
        }
    }
}

/// <summary>Endpoint metadata: makes something new, so <c>Idempotency-Key</c> counts.</summary>
internal sealed record Creates
{
    public static readonly Creates Instance = new();
}
