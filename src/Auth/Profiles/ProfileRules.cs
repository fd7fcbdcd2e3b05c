using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Auth.Profiles;

/// <summary>Limits and choices of what people say of themselves.</summary>
internal static partial class ProfileRules
{
    public const int LongestName = 50, LongestBio = 300;
    private const int MostLinks = 5, LongestLabel = 40, LongestUrl = 500;

    private static readonly string[] Audiences = ["everyone", "followers", "following", "nobody"], Sensitive = ["hide", "blur", "show"], Themes = ["system", "dark", "light"];

    public static readonly string LongestNameText = LongestName.ToString(CultureInfo.InvariantCulture);

    /// <summary>The display name as search compares it.</summary>
    public static string NameKey(string name) => name.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture);

    public static bool IsLocale(string text) => text.Length <= 35 && Locale().IsMatch(text);

    /// <summary>Everything that is wrong with an update, by field.</summary>
    public static List<FieldError> Check(UpdateMeRequest request)
    {
        var errors = new List<FieldError>();
        if (request.HasDisplayName) Text("displayName", request.DisplayName, LongestName, required: true);
        if (request.HasBio) Text("bio", request.Bio, LongestBio);
        if (request.Links is { } links) errors.AddRange(CheckLinks(links));
        if (request.Settings is { } settings)
        {
            if (settings.HasWhoCanComment) Choice("settings.whoCanComment", settings.WhoCanComment, Audiences);
            if (settings.HasWhoCanMention) Choice("settings.whoCanMention", settings.WhoCanMention, Audiences);
            if (settings.HasSensitive) Choice("settings.sensitive", settings.Sensitive, Sensitive);
            if (settings.HasTheme) Choice("settings.theme", settings.Theme, Themes);
            if (settings.HasLocale && !IsLocale(settings.Locale)) errors.Add(Fault.Field("settings.locale", "unknown_language"));
        }
        return errors;

        void Text(string field, string text, int most, bool required = false)
        {
            if (TextRules.TryClean(text, most, required, out _) is { } error) errors.Add(Fault.Field(field, error, ("max", most.ToString(CultureInfo.InvariantCulture))));
        }

        void Choice(string field, string value, string[] choices)
        {
            if (!choices.Contains(value)) errors.Add(Fault.Field(field, "not_a_choice", ("choices", string.Join(", ", choices))));
        }
    }

    /// <summary>Applies a checked update.</summary>
    public static void Apply(User user, UpdateMeRequest request)
    {
        if (request.HasDisplayName)
        {
            user.DisplayName = TextRules.Clean("displayName", request.DisplayName, LongestName, required: true).Trim();
            user.DisplayNameKey = NameKey(user.DisplayName);
        }
        if (request.HasBio) user.Bio = TextRules.Clean("bio", request.Bio, LongestBio);
        if (request.Links is { } links) user.Links = [.. links.Items.Select(l => new ProfileLink { Label = TextRules.Clean("links", l.Label, LongestLabel), Url = l.Url.Trim() })];
        if (request.HasOnboarded) user.Onboarded = request.Onboarded;
        if (request.Settings is not { } s) return;
        if (s.HasIsPrivate) user.IsPrivate = s.IsPrivate;
        if (s.HasShowLikes) user.ShowLikes = s.ShowLikes;
        if (s.HasShowPresence) user.ShowPresence = s.ShowPresence;
        if (s.HasWhoCanComment) user.WhoCanComment = s.WhoCanComment;
        if (s.HasWhoCanMention) user.WhoCanMention = s.WhoCanMention;
        if (s.HasSensitive) user.Sensitive = s.Sensitive;
        if (s.HasAutoplay) user.Autoplay = s.Autoplay;
        if (s.HasCaptions) user.Captions = s.Captions;
        if (s.HasDataSaver) user.DataSaver = s.DataSaver;
        if (s.HasTheme) user.Theme = s.Theme;
        if (s.HasLocale) user.Locale = s.Locale;
        if (s.HasShortcuts) user.Shortcuts = s.Shortcuts;
    }

    private static IEnumerable<FieldError> CheckLinks(LinkList links)
    {
        if (links.Items.Count > MostLinks)
        {
            yield return Fault.Field("links", "too_many", ("max", MostLinks.ToString(CultureInfo.InvariantCulture)));
            yield break;
        }
        for (var i = 0; i < links.Items.Count; i++)
        {
            var link = links.Items[i];
            if (TextRules.TryClean(link.Label, LongestLabel, required: false, out _) is { } error)
                yield return Fault.Field($"links[{i}]", error, ("max", LongestLabel.ToString(CultureInfo.InvariantCulture)));
            // Only addresses that a browser opens as pages: anything else could be a script.
            if (link.Url.Length > LongestUrl || TextRules.TryClean(link.Url, LongestUrl, required: true, out _) is not null
                || !Uri.TryCreate(link.Url.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
                yield return Fault.Field($"links[{i}]", "not_a_link", ("max", LongestUrl.ToString(CultureInfo.InvariantCulture)));
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Locale();
}
