using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Zoetrope.Platform;

namespace Zoetrope.Host;

/// <summary>Which ports this process opens: the public one for the gateway, internal ones for services apart, one for management.</summary>
internal static class Listening
{
    private const int FirstFree = 16_000, FirstOutgoing = 32_768, MostTries = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Configure(KestrelServerOptions kestrel, Role roles, IConfiguration configuration)
    {
        kestrel.AddServerHeader = false;
        if (roles.HasFlag(Role.Gateway))
        {
            kestrel.Listen(IPAddress.Parse(configuration["Gateway:Address"]!), configuration.GetValue<int>("Gateway:Port"), listen => listen.Protocols = HttpProtocols.Http1);
        }
        foreach (var port in Services.InternalPorts(roles, configuration))
        {
            kestrel.Listen(IPAddress.Parse(configuration["Internal:Address"]!), port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (configuration["Internal:Certificate"] is { Length: > 0 } certificate)
                {
                    listen.UseHttps(System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(certificate, configuration["Internal:CertificateKey"]));
                }
            });
        }
        kestrel.Listen(IPAddress.Parse(configuration["Management:Address"]!), configuration.GetValue<int>("Management:Port"), listen => listen.Protocols = HttpProtocols.Http1);
    }

    /// <summary>Asks for every port before anything is started: a taken one then costs a second and no half-started process.</summary>
    /// <exception cref="StartException">One is taken or refused; the message names the key that changes it.</exception>
    public static void Check(Role roles, IConfiguration configuration)
    {
        foreach (var (key, address, port) in Ports(roles, configuration).Where(p => p.Port > 0))
        {
            for (var begun = Stopwatch.GetTimestamp(); !Probe(address, port, out var refused);)
            {
                // One that was killed a moment ago may still be letting go.
                if (refused.SocketErrorCode != SocketError.AddressAlreadyInUse || Stopwatch.GetElapsedTime(begun) > Patience) throw Refused(refused, key, port);
                Thread.Sleep(50);
            }
        }
    }

    private static bool Probe(IPAddress address, int port, [NotNullWhen(false)] out SocketException? refused)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            refused = null;
        }
        catch (SocketException e)
        {
            refused = e;
        }
        return refused is null;
    }

    /// <summary>Starts everything and listens.</summary>
    public static async Task StartAsync(WebApplication app, Role roles, IConfiguration configuration, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception e)
        {
            // What did start ends in order; it would complain of what is taken away from under it.
            await app.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (e is IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable })
                throw Refused(e, Ports(roles, configuration));
            throw;
        }
    }

    private static List<(string Key, IPAddress Address, int Port)> Ports(Role roles, IConfiguration configuration)
    {
        (string, IPAddress, int) Port(string key, string address) => (key, IPAddress.Parse(configuration[address]!), configuration.GetValue<int>(key));
        var ports = new List<(string, IPAddress, int)>();
        if (roles.HasFlag(Role.Gateway)) ports.Add(Port("Gateway:Port", "Gateway:Address"));
        ports.Add(Port("Management:Port", "Management:Address"));
        if (Services.InternalPorts(roles, configuration).Count > 0) ports.AddRange(Services.Of(roles).Select(s => Port($"Services:{s.Role.Name()}:Port", "Internal:Address")));
        return ports;
    }

    /// <summary>Taken in the moment between asking and listening: the message of the failure names the port.</summary>
    private static StartException Refused(Exception error, List<(string Key, IPAddress Address, int Port)> ports)
    {
        var (key, _, port) = ports.FirstOrDefault(p => error.Message.Contains($":{p.Port}", StringComparison.Ordinal), ports[0]);
        return Refused(error, key, port);
    }

    private static StartException Refused(Exception error, string key, int port)
    {
        var way = $"{(key == "Gateway:Port" ? "--port N or " : "")}{key.Replace(":", "__", StringComparison.Ordinal)}=N";
        return error is SocketException { SocketErrorCode: not SocketError.AddressAlreadyInUse } refused
            ? new StartException($"Listening on port {port} is refused: {refused.Message}. Choose another port: {way}", error)
            : new StartException($"Port {port} is in use by another program. Stop that one, or choose another port: {way}", error);
    }

    /// <summary>A port of the loopback address that is free now; below those that Linux gives to outgoing connections, which could take it before it is used.</summary>
    public static int FreePort()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, tries < MostTries ? Random.Shared.Next(FirstFree, FirstOutgoing) : 0);
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException) when (tries < MostTries)
            {
                // Somebody listens there: another one.
            }
        }
    }

    /// <summary>The address under which other devices of the local network reach this machine, or null.</summary>
    public static IPAddress? LanAddress()
        => NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
            // The one with a way out of the network comes before the bridges of virtual machines.
            .OrderByDescending(n => n.GetIPProperties().GatewayAddresses.Count)
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork);
}
