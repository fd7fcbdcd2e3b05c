using System.Globalization;
using System.Text;
using Zoetrope.Gateway.Cards;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Uploads;

/// <summary>The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read and written in one place.</summary>
internal static class TusHeaders
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,expiration,checksum,termination";
    public const string Algorithms = "sha1,sha256";
    public const string OffsetStream = "application/offset+octet-stream";

    private const string Resumable = "Tus-Resumable";

    /// <summary>Every answer says the version; a client that asks for another gets 412.</summary>
    public static void Agree(HttpContext http)
    {
        http.Response.Headers[Resumable] = Version;
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.Headers[Resumable] == Version) return;
        http.Response.Headers["Tus-Version"] = Version;
        throw Fault.Other(StatusCodes.Status412PreconditionFailed, "tus_version");
    }

    public static long Number(HttpRequest request, string header)
        => long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
            : throw Fault.BadRequest("tus_header", ("header", header));

    /// <summary>Pairs of a key and base64, comma-separated; a value may be absent.</summary>
    public static Dictionary<string, string> Metadata(string header)
    {
        var found = new Dictionary<string, string>();
        foreach (var pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var space = pair.IndexOf(' ');
            var key = space < 0 ? pair : pair[..space];
            try
            {
                found[key] = space < 0 ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(pair[(space + 1)..].Trim()));
            }
            catch (FormatException)
            {
                throw Fault.BadRequest("tus_header", ("header", "Upload-Metadata"));
            }
        }
        return found;
    }

    public static void Offset(HttpResponse response, long offset, long expiresAtMs)
    {
        response.Headers["Upload-Offset"] = offset.ToString(CultureInfo.InvariantCulture);
        if (expiresAtMs > 0) response.Headers["Upload-Expires"] = Times.At(expiresAtMs).ToString("R", CultureInfo.InvariantCulture);
    }
}
