namespace Zoetrope.Gateway.Limits;

/// <summary>Whose tries are counted together.</summary>
internal enum Spender
{
    /// <summary>The address, IPv6 by its /64.</summary>
    Address,

    /// <summary>The account; the address for somebody signed out, whose device id costs nothing to make.</summary>
    Viewer,
}

/// <summary>How many requests one spender may make in a time. <c>Limits:Multiplier</c> scales every one.</summary>
/// <param name="Guarded">Bounded in this process where Redis is away; other budgets are then open.</param>
internal sealed record Budget(string Name, int Limit, TimeSpan Window, Spender Spender, bool Guarded = false)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // What one address may ask for in all, by kind: a page of pictures must not eat up the taps.
    public static readonly Budget Everything = new("all", 1000, Minute, Spender.Address);
    public static readonly Budget Media = new("media", 6000, Minute, Spender.Address);
    public static readonly Budget Static = new("static", 3000, Minute, Spender.Address);
    public static readonly Budget Live = new("live", 1200, Minute, Spender.Address);

    public static readonly Budget Register = new("register", 10, Minute, Spender.Address, Guarded: true);
    public static readonly Budget LogIn = new("login", 20, Minute, Spender.Address, Guarded: true);
    public static readonly Budget Recover = new("recover", 10, Minute, Spender.Address, Guarded: true);
    public static readonly Budget Refresh = new("refresh", 60, Minute, Spender.Address);
    public static readonly Budget Available = new("available", 60, Minute, Spender.Address);

    public static readonly Budget Comment = new("comment", 20, Minute, Spender.Viewer);
    public static readonly Budget Follow = new("follow", 60, Minute, Spender.Viewer);
    public static readonly Budget Like = new("like", 120, Minute, Spender.Viewer);
    public static readonly Budget Share = new("share", 30, Minute, Spender.Viewer);
    public static readonly Budget Report = new("report", 10, Minute, Spender.Viewer);
    public static readonly Budget Watch = new("watch", 120, Minute, Spender.Viewer);
    public static readonly Budget Write = new("write", 60, Minute, Spender.Viewer);
    public static readonly Budget Create = new("create", 20, Minute, Spender.Viewer);
    public static readonly Budget Export = new("export", 6, Minute, Spender.Viewer);
    public static readonly Budget Upload = new("upload", 300, Minute, Spender.Viewer);
    public static readonly Budget Search = new("search", 120, Minute, Spender.Viewer);
    public static readonly Budget LiveCall = new("live_call", 1200, Minute, Spender.Viewer);
    public static readonly Budget Suggest = new("suggest", 240, Minute, Spender.Viewer);
}

/// <summary>How a try came out.</summary>
/// <param name="Remaining">A lower bound: other gateways may hold blocks of their own.</param>
internal readonly record struct Spent(bool Allowed, int Limit, int Remaining, int ResetSeconds);
