using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Garnet.server.Auth.Settings;

namespace Zoetrope.Platform.Embedded;

/// <summary>
/// Garnet in this process, on a Unix socket with a password. Memory only and capped: everything in Redis here is a cache, a
/// budget or a presence that the next start may begin without.
/// </summary>
public sealed class EmbeddedRedis : IDisposable
{
    private readonly GarnetServer _server;
    private readonly string _socket;

    private EmbeddedRedis(GarnetServer server, string socket, string configuration)
        => (_server, _socket, Configuration) = (server, socket, configuration);

    /// <summary>For StackExchange.Redis: <c>!/path/of/socket,password=…</c>.</summary>
    public string Configuration { get; }

    public static EmbeddedRedis Start(DataFolder folder)
    {
        var socket = Path.Combine(DataFolder.SocketFolder(folder.Run, "redis.sock"), "redis.sock");
        File.Delete(socket);
        var password = folder.Secret("redis");
        var server = new GarnetServer(new GarnetServerOptions
        {
            EndPoints = [new UnixDomainSocketEndPoint(socket)],
            UnixSocketPath = socket,
            UnixSocketPermission = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            AuthSettings = new PasswordAuthenticationSettings(password),
            LogMemorySize = "64m",
            PageSize = "1m",
            IndexMemorySize = "8m",
            IndexMaxMemorySize = "32m",
            EnableLua = true,
            LuaOptions = new LuaOptions(LuaMemoryManagementMode.Native, "", Timeout.InfiniteTimeSpan, LuaLoggingMode.Silent, []),
            DisablePubSub = false,
            QuietMode = true,
        });
        server.Start();
        return new EmbeddedRedis(server, socket, $"!{socket},password={password}");
    }

    public void Dispose()
    {
        _server.Dispose();
        File.Delete(_socket);
    }
}
