using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Instance;

/// <summary>What everybody may know of the instance.</summary>
internal sealed record InstanceAnswer(
    string Name, string Description, string? Icon, string? Accent, [property: Choices(Choices.Registration)] string Registration, int MinimumAge, IReadOnlyList<string> Rules,
    LegalLinks Legal, string? Contact, bool SignedOutBrowsing, string PublicUrl, bool Setup, InstanceLimits Limits, InstanceFeatures Features)
{
    /// <summary>Rules are kept as one text, a rule a line.</summary>
    public static InstanceAnswer Of(InstanceInfo info, PublicUrl publicUrl, InstanceLimits limits) => new(
        info.Name, info.Description, info.IconUrl.OrNull(), info.Accent.OrNull(), info.Registration, info.MinimumAge,
        info.Rules.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        new LegalLinks(info.Terms.OrNull(), info.Privacy.OrNull(), info.Imprint.OrNull()), info.Contact.OrNull(), info.SignedOutBrowsing,
        publicUrl.Text, info.NeedsSetup, limits,
        new InstanceFeatures(info.Mail, info.Passkeys));
}

internal sealed record LegalLinks(string? Terms, string? Privacy, string? Imprint);
internal sealed record InstanceFeatures(bool Mail, bool Passkeys);

/// <summary>What an upload may be. The same configuration keys bound it in the Video service, which enforces them.</summary>
internal sealed record InstanceLimits(long UploadBytes, int DurationMs, IReadOnlyList<string> Types, int CaptionLength)
{
    private const int LongestCaption = 2200;

    private static readonly string[] Containers =
        ["video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-msvideo", "video/x-flv", "video/mp2t", "video/mpeg", "video/3gpp", "video/x-ms-wmv"];

    public static InstanceLimits Read(IConfiguration configuration) => new(
        configuration.GetValue("Uploads:MaxBytes", 2L * 1024 * 1024 * 1024),
        configuration.GetValue("Media:MaxSeconds", 600) * 1000,
        Containers,
        LongestCaption);
}

/// <summary>A change of the instance; what is absent stays.</summary>
internal sealed record InstanceChange(
    string? Name, string? Description, string? Accent, [property: Choices(Choices.Registration)] string? Registration, int? MinimumAge, IReadOnlyList<string>? Rules,
    LegalLinks? Legal, string? Contact, bool? SignedOutBrowsing)
{
    public UpdateInstanceRequest Request()
    {
        var request = new UpdateInstanceRequest();
        if (Name is not null) request.Name = Name;
        if (Description is not null) request.Description = Description;
        if (Accent is not null) request.Accent = Accent;
        if (Registration is not null) request.Registration = Registration;
        if (MinimumAge is { } age) request.MinimumAge = age;
        if (Rules is not null)
        {
            for (var i = 0; i < Rules.Count; i++)
                if (Rules[i].Contains('\n', StringComparison.Ordinal)) throw Fault.Invalid($"rules[{i}]", "one_line");
            request.Rules = string.Join('\n', Rules);
        }
        if (Legal is { Terms: { } terms }) request.Terms = terms;
        if (Legal is { Privacy: { } privacy }) request.Privacy = privacy;
        if (Legal is { Imprint: { } imprint }) request.Imprint = imprint;
        if (Contact is not null) request.Contact = Contact;
        if (SignedOutBrowsing is { } browsing) request.SignedOutBrowsing = browsing;
        return request;
    }
}

/// <summary>An invite, with the link that carries it.</summary>
internal sealed record InviteAnswer(string Code, string Url, int Uses, DateTime? ExpiresAt)
{
    public static InviteAnswer Of(Invite invite, PublicUrl publicUrl) => new(
        invite.Code, publicUrl.Absolute($"/join/{Uri.EscapeDataString(invite.Code)}"), invite.Uses, Times.AtOrNull(invite.ExpiresAtMs));
}
