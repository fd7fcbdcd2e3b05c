using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Video.Data;

/// <summary>Requests that create something may be repeated under the same key: they create it once.</summary>
internal static class IdempotencyKeys
{
    private const int LongestKey = 255;

    /// <summary>In the creating transaction: remembers the key with what is made, or finds what it was used for before. Null for the first time, and without a key.</summary>
    /// <param name="request">The request without its key; another one under the same key is refused with 422.</param>
    public static async Task<Guid?> RememberAsync(this VideoDb db, Guid account, string key, IMessage request, Guid made, TimeProvider time, CancellationToken cancel)
    {
        if (key.Length == 0) return null;
        if (key.Length > LongestKey) throw Fault.BadRequest("idempotency_key_too_long");
        // An upload and the video made of it may come under one key.
        var name = $"{request.Descriptor.Name} {key}";
        var hash = SHA256.HashData(request.ToByteArray());
        var rows = await db.Database.ExecuteSqlAsync($"""
            insert into idempotency_keys (account_id, key, request_hash, resource_id, created_at)
            values ({account}, {name}, {hash}, {made}, {time.GetUtcNow()}) on conflict do nothing
            """, cancel);
        if (rows == 1) return null;
        var earlier = await db.IdempotencyKeys.AsNoTracking().SingleAsync(k => k.AccountId == account && k.Key == name, cancel);
        return earlier.RequestHash.AsSpan().SequenceEqual(hash) ? earlier.ResourceId : throw Fault.Unprocessable("idempotency_mismatch");
    }
}
