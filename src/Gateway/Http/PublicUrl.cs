using System.Collections.Frozen;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// The one public origin (<c>Public:Url</c>): the only source of absolute URLs and of the Hosts we answer to. On a loopback
/// address its three spellings are one machine; <c>Public:Hosts</c> adds others, such as the address that <c>--lan</c> opens.
/// </summary>
internal sealed class PublicUrl
{
    private static readonly string[] Loopbacks = ["localhost", "127.0.0.1", "[::1]"];

    private readonly FrozenSet<string> _hosts;

    public PublicUrl(IConfiguration configuration)
    {
        Origin = new Uri(configuration["Public:Url"] ?? "http://localhost:3000");
        Text = Origin.GetLeftPart(UriPartial.Authority);
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Origin.Authority };
        if (Origin.IsLoopback) hosts.UnionWith(Loopbacks.Select(name => Origin.IsDefaultPort ? name : $"{name}:{Origin.Port}"));
        hosts.UnionWith(configuration.GetSection("Public:Hosts").Get<string[]>() ?? []);
        _hosts = hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public Uri Origin { get; }

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Text { get; }

    public bool Answers(HostString host) => host.HasValue && _hosts.Contains(host.Value);

    /// <summary>A root-relative path as an absolute URL.</summary>
    public string Absolute(string path) => Text + path;
}
