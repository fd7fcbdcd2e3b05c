using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zoetrope.Auth.Tests.Passkeys;

/// <summary>A phone with one ES256 passkey, as far as WebAuthn goes (level 2, sections 6.1, 6.5, 7): what a browser would hand over after the ceremony.</summary>
internal sealed class Authenticator(string origin = "http://localhost:3000", string domain = "localhost")
{
    private const byte UserPresent = 1, UserVerified = 4, HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private byte[] _user = [];
    private uint _count;

    public bool VerifiesUser { get; set; } = true;

    /// <summary>Answers <c>navigator.credentials.create</c>.</summary>
    public string Create(string optionsJson)
    {
        var options = JsonNode.Parse(optionsJson)!;
        _user = Base64Url.DecodeFromChars((string)options["user"]!["id"]!);
        var client = ClientData("webauthn.create", (string)options["challenge"]!);
        var q = _key.ExportParameters(false).Q;
        // COSE: kty EC2, alg ES256, crv P-256, x, y.
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. q.X!, 0x22, 0x58, 0x20, .. q.Y!];
        var data = AuthenticatorData(HasCredential, [.. new byte[16], (byte)(_id.Length >> 8), (byte)_id.Length, .. _id, .. cose]);
        // {"fmt": "none", "attStmt": {}, "authData": bytes}
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Answers <c>navigator.credentials.get</c>.</summary>
    public string Get(string optionsJson)
    {
        _count++;
        var client = ClientData("webauthn.get", (string)JsonNode.Parse(optionsJson)!["challenge"]!);
        var data = AuthenticatorData(0, []);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = Base64Url.EncodeToString(_user),
        });
    }

    /// <summary>As a clone would count.</summary>
    public void TurnBackCounter() => _count = 0;

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] ClientData(string type, string challenge)
        => JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin, crossOrigin = false });

    private byte[] AuthenticatorData(byte flags, byte[] rest)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, _count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(flags | UserPresent | (VerifiesUser ? UserVerified : 0)), .. count, .. rest];
    }
}
