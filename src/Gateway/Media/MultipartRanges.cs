using System.Globalization;
using System.Text;
using Zoetrope.Platform.Media;

namespace Zoetrope.Gateway.Media;

/// <summary>Several ranges of one file in one answer: multipart/byteranges (RFC 9110, 14.6).</summary>
internal static class MultipartRanges
{
    private const string Boundary = "zoetrope-range";

    public static async Task WriteAsync(HttpContext http, MediaFile file, IReadOnlyList<(long From, long To)> ranges, string type, CancellationToken cancel)
    {
        var heads = ranges.Select(range => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"\r\n--{Boundary}\r\nContent-Type: {type}\r\nContent-Range: bytes {range.From}-{range.To}/{file.Info.Length}\r\n\r\n"))).ToArray();
        var end = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
        var response = http.Response;
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.ContentType = $"multipart/byteranges; boundary={Boundary}";
        response.ContentLength = heads.Sum(head => head.Length) + ranges.Sum(range => range.To - range.From + 1) + end.Length;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        for (var i = 0; i < ranges.Count; i++)
        {
            await response.BodyWriter.WriteAsync(heads[i], cancel);
            await file.CopyToAsync(response.BodyWriter, ranges[i].From, ranges[i].To - ranges[i].From + 1, cancel);
        }
        await response.BodyWriter.WriteAsync(end, cancel);
    }
}
