using System.Net;
using System.Net.Sockets;

namespace Zoetrope.Testing;

/// <summary>
/// Ports of the loopback address nobody listens on: below those that Linux gives to outgoing connections (32768 and up), so that none is
/// taken between asking and listening, and each only once in a run.
/// </summary>
public static class FreePorts
{
    private const int First = 16_000, Count = 16_000;

    private static int _asked = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _asked) % Count);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }
    }

    public static int[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];
}
