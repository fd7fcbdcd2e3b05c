using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Http;

/// <summary>Bodies that are read whole, within a bound.</summary>
internal static class Bodies
{
    public static async Task<byte[]> ReadAsync(HttpContext http, int most, string tooLargeCode, CancellationToken cancel)
    {
        if (http.Request.ContentLength > most) throw TooLarge();
        using var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 64 * 1024));
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > most) throw TooLarge();
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();

        Grpc.Core.RpcException TooLarge() => Fault.TooLarge(tooLargeCode, ("max", most.ToString()));
    }
}
