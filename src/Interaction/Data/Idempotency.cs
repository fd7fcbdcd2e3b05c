using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Data;

/// <summary>A request that may be repeated: whose, under which key, and what it asks. An empty key means that it may not.</summary>
internal readonly record struct RepeatableRequest(string Owner, string Key, byte[] Hash)
{
    private const int LongestKey = 200;

    public bool HasKey => Key.Length > 0;

    public static RepeatableRequest Of(Viewer viewer, string key, IMessage request)
    {
        if (key.Length > LongestKey) throw Fault.Invalid("idempotencyKey", "too_long", ("max", "200"));
        return new RepeatableRequest(viewer.Key, key, key.Length == 0 ? [] : SHA256.HashData(request.ToByteArray()));
    }
}

/// <summary>
/// First answers, for 24 hours. The slice inserts the key in the statement that creates, so of two requests at once one creates and the
/// other waits for it and then reads its answer here.
/// </summary>
internal sealed class Idempotency([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source)
{
    /// <summary>The first answer to this request, byte for byte; null where it was never asked.</summary>
    public async Task<T?> AnswerAsync<T>(RepeatableRequest request, MessageParser<T> parser, CancellationToken cancel) where T : class, IMessage<T>
    {
        if (!request.HasKey) return null;
        var rows = await source.ReadAsync("select request_hash, answer from idempotency where owner = $1 and key = $2",
            row => (Hash: row.GetFieldValue<byte[]>(0), Answer: row.GetFieldValue<byte[]>(1)), cancel, request.Owner, request.Key);
        if (rows.Count == 0) return null;
        if (!rows[0].Hash.AsSpan().SequenceEqual(request.Hash)) throw Fault.Unprocessable("idempotency_mismatch");
        // Where the answer holds counts it is written just after the statement: until then the first request is still running.
        return rows[0].Answer.Length > 0 ? parser.ParseFrom(rows[0].Answer) : throw Fault.Conflict("idempotency_running");
    }
}
