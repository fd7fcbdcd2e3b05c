namespace Zoetrope.Gateway.Http;

/// <summary>Which part of the site a path belongs to. Routing ignores case, so this must too.</summary>
internal static class Areas
{
    public static bool IsUnder(this PathString path, string root) => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);

    /// <summary>Neither the API nor the live hub: a page, or what belongs to one.</summary>
    public static bool IsPage(this PathString path) => !path.IsUnder("/api") && !path.IsUnder("/live");
}
