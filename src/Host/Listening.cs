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

    /// <summary>Starts listening; a taken port gets words and the key that changes it.</summary>
    public static async Task StartAsync(WebApplication app, Role roles, IConfiguration configuration, CancellationToken cancel)
    {
        var ports = new List<(string Key, int Port)> { ("Management:Port", configuration.GetValue<int>("Management:Port")) };
        if (roles.HasFlag(Role.Gateway)) ports.Insert(0, ("Gateway:Port", configuration.GetValue<int>("Gateway:Port")));
        if (Services.InternalPorts(roles, configuration).Count > 0) ports.AddRange(Services.Of(roles).Select(s => ($"Services:{s.Role.Name()}:Port", configuration.GetValue<int>($"Services:{s.Role.Name()}:Port"))));
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            var (key, port) = ports.FirstOrDefault(p => e.Message.Contains($":{p.Port}", StringComparison.Ordinal), ports[0]);
            throw new StartException($"Port {port} is in use by another program. Stop that one, or choose another port: {(key == "Gateway:Port" ? "--port N or " : "")}{key.Replace(":", "__", StringComparison.Ordinal)}=N", e);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException e)
        {
            throw new StartException(string.Join('\n', e.Failures), e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new StartException($"Listening on {string.Join(", ", ports.Select(p => p.Port))} is refused: {e.Message}", e);
        }
    }

    /// <summary>A port that is free now, on the loopback address.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
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
