using System.Globalization;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>Checks the fields of a form together, so that all that is wrong is said at once.</summary>
internal sealed class VideoForm
{
    private static readonly string[] KnownLabels = ["sensitive", "ai", "ad", "flashing"];
    private static readonly TimeSpan FarthestPublishing = TimeSpan.FromDays(366);
    private readonly List<FieldError> _errors = [];

    public string Text(string field, string text, int most)
    {
        if (TextRules.TryClean(text, most, required: false, out var clean) is { } error)
            _errors.Add(Fault.Field(field, error, ("max", most.ToString(CultureInfo.InvariantCulture))));
        return clean.Trim();
    }

    public string Audience(string audience)
    {
        if (audience.Length == 0) return Audiences.Public;
        if (!Audiences.All.Contains(audience)) _errors.Add(Fault.Field("audience", "unknown_value", ("choices", string.Join(", ", Audiences.All))));
        return audience;
    }

    public List<string> Labels(IEnumerable<string> labels)
    {
        var asked = labels.Distinct().ToList();
        if (asked.Except(KnownLabels).Any()) _errors.Add(Fault.Field("labels", "unknown_value", ("choices", string.Join(", ", KnownLabels))));
        return asked;
    }

    public DateTimeOffset? PublishAt(long milliseconds, DateTimeOffset now)
    {
        if (milliseconds == 0) return null;
        if (milliseconds < 0 || milliseconds > (now + FarthestPublishing).ToUnixTimeMilliseconds())
        {
            _errors.Add(Fault.Field("publishAt", "out_of_range"));
            return null;
        }
        var at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return at <= now ? null : at;
    }

    public void Edit(VideoEdit? edit, int coverMs)
    {
        if (edit is not null && (edit.StartMs < 0 || edit.EndMs < 0 || (edit.EndMs > 0 && edit.EndMs <= edit.StartMs))) _errors.Add(Fault.Field("edit", "out_of_range"));
        if (coverMs < 0) _errors.Add(Fault.Field("coverMs", "out_of_range"));
    }

    /// <exception cref="Grpc.Core.RpcException">422 with every field that is wrong.</exception>
    public void Check()
    {
        if (_errors.Count > 0) throw Fault.Invalid(_errors);
    }
}
