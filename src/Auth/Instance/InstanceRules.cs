using System.Globalization;
using System.Text.RegularExpressions;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Auth.Instance;

/// <summary>What an instance may say of itself, and how it is written and read.</summary>
internal static partial class InstanceRules
{
    private const int LongestName = 50, LongestDescription = 300, LongestText = 50_000, LongestContact = 300, OldestMinimum = 99;

    // What is written on the accent, and what the accent is written on, is ink: #11100e. WCAG 2.2, 1.4.3.
    private const double LeastContrast = 4.5, InkLuminance = 0.0053;

    /// <summary>Applies an update; only fields that are present change.</summary>
    /// <exception cref="Grpc.Core.RpcException">422 naming every field that is wrong; the row must then not be saved.</exception>
    public static void Apply(InstanceSettings row, UpdateInstanceRequest request)
    {
        var errors = new List<FieldError>();
        if (request.HasName) row.Name = Text("name", request.Name, LongestName, required: true).Trim();
        if (request.HasDescription) row.Description = Text("description", request.Description, LongestDescription);
        if (request.HasRules) row.Rules = Text("rules", request.Rules, LongestText);
        if (request.HasTerms) row.Terms = Text("terms", request.Terms, LongestText);
        if (request.HasPrivacy) row.Privacy = Text("privacy", request.Privacy, LongestText);
        if (request.HasImprint) row.Imprint = Text("imprint", request.Imprint, LongestText);
        if (request.HasContact) row.Contact = Text("contact", request.Contact, LongestContact);
        if (request.HasSignedOutBrowsing) row.SignedOutBrowsing = request.SignedOutBrowsing;
        if (request.HasAccent)
        {
            if (request.Accent.Length > 0 && !Colour().IsMatch(request.Accent)) errors.Add(Fault.Field("accent", "not_a_colour"));
            else if (request.Accent.Length > 0 && ContrastWithInk(request.Accent) < LeastContrast) errors.Add(Fault.Field("accent", "too_dark"));
            else row.Accent = request.Accent.ToLowerInvariant();
        }
        if (request.HasRegistration)
        {
            if (RegistrationModes.All.Contains(request.Registration)) row.Registration = request.Registration;
            else errors.Add(Fault.Field("registration", "not_a_choice", ("choices", string.Join(", ", RegistrationModes.All))));
        }
        if (request.HasMinimumAge)
        {
            if (request.MinimumAge is >= 0 and <= OldestMinimum) row.MinimumAge = request.MinimumAge;
            else errors.Add(Fault.Field("minimumAge", "out_of_range", ("min", "0"), ("max", OldestMinimum.ToString(CultureInfo.InvariantCulture))));
        }
        if (errors.Count > 0) throw Fault.Invalid(errors);
        row.Version++;

        string Text(string field, string text, int most, bool required = false)
        {
            if (TextRules.TryClean(text, most, required, out var clean) is { } error) errors.Add(Fault.Field(field, error, ("max", most.ToString(CultureInfo.InvariantCulture))));
            return clean;
        }
    }

    public static InstanceInfo Info(InstanceSettings row) => new()
    {
        Name = row.Name,
        Description = row.Description,
        Accent = row.Accent,
        IconUrl = row.Icon.Length == 0 ? "" : $"/media/{row.Icon}{SquarePicture.Icon.Sizes[0]}.png",
        Registration = row.Registration,
        MinimumAge = row.MinimumAge,
        Rules = row.Rules,
        Terms = row.Terms,
        Privacy = row.Privacy,
        Imprint = row.Imprint,
        Contact = row.Contact,
        SignedOutBrowsing = row.SignedOutBrowsing,
        NeedsSetup = row.SetupNonce is not null,
        Version = row.Version,
    };

    // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    private static double ContrastWithInk(string colour)
    {
        return (0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5) + 0.05) / (InkLuminance + 0.05);

        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Colour();
}
