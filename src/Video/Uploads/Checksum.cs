using System.Security.Cryptography;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Video.Uploads;

/// <summary>The tus checksum extension: an algorithm's name and the base64 of the digest of one request's bytes.</summary>
internal sealed record Checksum(HashAlgorithmName Algorithm, byte[] Digest)
{
    /// <exception cref="Grpc.Core.RpcException">400: malformed, or an algorithm that is not offered.</exception>
    public static Checksum Parse(string header)
    {
        var parts = header.Split(' ', StringSplitOptions.TrimEntries);
        if (parts.Length != 2) throw Fault.BadRequest("checksum_malformed");
        var algorithm = parts[0] switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            "md5" => HashAlgorithmName.MD5,
            _ => throw Fault.BadRequest("checksum_unsupported"),
        };
        var digest = new byte[parts[1].Length];
        return Convert.TryFromBase64String(parts[1], digest, out var length)
            ? new Checksum(algorithm, digest[..length]) : throw Fault.BadRequest("checksum_malformed");
    }

    public IncrementalHash Start() => IncrementalHash.CreateHash(Algorithm);

    /// <exception cref="Grpc.Core.RpcException">400 <c>checksum_mismatch</c>; tus clients get 460 for it.</exception>
    public void Verify(IncrementalHash hash)
    {
        if (!CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), Digest)) throw Fault.BadRequest("checksum_mismatch");
    }
}
