using System.Globalization;
using System.Text.RegularExpressions;
using Zoetrope.Auth.Data;
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
            if (request.Accent.Length == 0 || Colour().IsMatch(request.Accent)) row.Accent = request.Accent.ToLowerInvariant();
            else errors.Add(Fault.Field("accent", "invalid"));
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

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Colour();
}
