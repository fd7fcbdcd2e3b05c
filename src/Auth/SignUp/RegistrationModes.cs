using Microsoft.Extensions.Configuration;
using Zoetrope.Platform;

namespace Zoetrope.Auth.SignUp;

/// <summary>Who may sign up.</summary>
internal static class RegistrationModes
{
    public const string Open = "open", Invite = "invite", Approval = "approval", Closed = "closed";

    public static readonly IReadOnlyList<string> All = [Open, Invite, Approval, Closed];

    /// <summary>The mode of a new instance; afterwards the setup page and the admins choose.</summary>
    /// <exception cref="StartException">The configured value is none of the choices.</exception>
    public static string First(IConfiguration configuration)
    {
        var value = configuration["Instance:Registration"] is { Length: > 0 } set ? set.ToLowerInvariant() : Invite;
        return All.Contains(value) ? value : throw new StartException($"Instance:Registration is \"{value}\". Choose one of: {string.Join(", ", All)}.");
    }
}
