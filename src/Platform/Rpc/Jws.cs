using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// A compact JWS (RFC 7515) signed with ES256, read strictly: three parts of canonical base64url without padding, one JSON object as
/// header, the algorithm fixed. Whatever else a header names (<c>jwk</c>, <c>jku</c>, <c>x5u</c>) is never looked at; <c>crit</c> is refused.
/// </summary>
public sealed class Jws
{
    private const int MaxLength = 4096, SignatureBytes = 64;

    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private Jws(string? keyId, string? type, byte[] payload, byte[] signed, byte[] signature)
        => (KeyId, Type, Payload, _signed, _signature) = (keyId, type, payload, signed, signature);

    /// <summary>The header's <c>kid</c>.</summary>
    public string? KeyId { get; }

    /// <summary>The header's <c>typ</c>.</summary>
    public string? Type { get; }

    /// <summary>What is signed, decoded.</summary>
    public byte[] Payload { get; }

    /// <summary>Null for anything that is not of the form; says nothing about the signature yet.</summary>
    public static Jws? Parse(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var head, var body, var tail]) return null;
        if (Decode(head) is not { } header || Decode(body) is not { } payload || Decode(tail) is not { Length: SignatureBytes } signature) return null;
        if (ReadHeader(header) is not { } fields || fields.Algorithm != "ES256") return null;
        return new Jws(fields.KeyId, fields.Type, payload, Encoding.ASCII.GetBytes(token, 0, head.Length + 1 + body.Length), signature);
    }

    /// <summary>Whether the signature is of this key.</summary>
    public bool IsSignedBy(in ECParameters publicKey)
    {
        // Made for each use: ECDsa objects are not promised to be safe for concurrent use, and a token is verified once a process.
        using var key = ECDsa.Create(publicKey);
        return key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Signs a payload; the other half of <see cref="Parse"/>.</summary>
    public static string Sign(ECDsa key, string keyId, string type, ReadOnlySpan<byte> payload)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = "ES256", ["kid"] = keyId, ["typ"] = type });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    // Two spellings of the same bytes would be two tokens for whoever remembers them by hash: only the canonical one passes.
    private static byte[]? Decode(string part)
    {
        foreach (var c in part)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return null;
        // Asked first: TryDecodeFromChars throws on what is malformed.
        if (!Base64Url.IsValid(part)) return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (!Base64Url.TryDecodeFromChars(part, bytes, out var length)) return null;
        Array.Resize(ref bytes, length);
        return Base64Url.EncodeToString(bytes) == part ? bytes : null;
    }

    private static (string? Algorithm, string? KeyId, string? Type)? ReadHeader(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.TryGetProperty("crit", out _)) return null;
            return (root.Text("alg"), root.Text("kid"), root.Text("typ"));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal static class JsonFields
{
    public static string? Text(this JsonElement item, string name)
        => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
