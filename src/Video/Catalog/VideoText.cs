using System.Globalization;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>Title and description of a video: their limits, and the tags, mentions and links in them. Entities are offsets into the description.</summary>
internal sealed class VideoText(Rpc<People.PeopleClient> people, Rpc<Follows.FollowsClient> follows)
{
    public const int LongestTitle = 150, LongestDescription = 2200;
    private const int DerivedTitle = 60, MostTags = 30, MostMentions = 20;

    /// <summary>Reads both texts; mentions are kept only of people who exist, whom the viewer may see and who let them (two batched calls).</summary>
    public async Task<ReadText> ReadAsync(string title, string description, Viewer viewer, CancellationToken cancel)
    {
        var inTitle = TextEntities.Find(title);
        var inDescription = TextEntities.Find(description);
        var tags = inTitle.Concat(inDescription).Where(e => e.Type == "tag").Select(e => e.Value).Distinct().Take(MostTags).ToList();
        var mentioned = await Mentioned(inTitle.Concat(inDescription), viewer, cancel);

        var entities = inDescription.Where(e => e.Type != "mention" || mentioned.ContainsKey(e.Value)).ToList();
        foreach (var mention in entities.Where(e => e.Type == "mention")) mention.Value = mentioned[mention.Value].Card.Username;
        return new ReadText(title, description, entities, tags, [.. mentioned.Values.Select(p => Guid.Parse(p.Card.Id)).Distinct()]);
    }

    /// <summary>A title for a video without one: how its description begins, without its tags where that leaves words, or the day.</summary>
    public static string Derive(string description, DateTimeOffset createdAt)
    {
        var line = description.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        var words = string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] is not ('#' or '＃')));
        var text = words.Length > 0 ? words : line;
        if (text.Length == 0) return createdAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var graphemes = new StringInfo(text);
        return graphemes.LengthInTextElements <= DerivedTitle ? text : graphemes.SubstringByTextElements(0, DerivedTitle - 1).TrimEnd() + "…";
    }

    private async Task<Dictionary<string, PersonCard>> Mentioned(IEnumerable<TextEntity> entities, Viewer viewer, CancellationToken cancel)
    {
        var names = entities.Where(e => e.Type == "mention").Select(e => e.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostMentions).ToList();
        var known = new Dictionary<string, PersonCard>(StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0) return known;
        var found = await people.As(viewer).FindByUsernamesAsync(new FindByUsernamesRequest { Usernames = { names } }, cancellationToken: cancel);
        var there = found.Items.Where(p => !p.Deleted && !p.Suspended).ToList();
        if (there.Count == 0) return known;
        var relations = await follows.As(viewer).GetRelationsAsync(new GetRelationsRequest { UserIds = { there.Select(p => p.Card.Id) } }, cancellationToken: cancel);
        var to = relations.Items.ToDictionary(r => r.UserId, VideoSight.Of);
        foreach (var person in there.Where(p => p.Card.Id == viewer.AccountId?.ToString() || Visibility.Admits(p.WhoCanMention, to.GetValueOrDefault(p.Card.Id))))
            known[person.Card.Username] = person;
        return known;
    }
}

internal sealed record ReadText(string Title, string Description, List<TextEntity> Entities, List<string> Tags, List<Guid> Mentions)
{
    /// <summary>Writes the texts into a video; an empty title is derived.</summary>
    public void WriteTo(VideoRow video)
    {
        video.TitleDerived = string.IsNullOrWhiteSpace(Title);
        video.Title = video.TitleDerived ? VideoText.Derive(Description, video.CreatedAt) : Title;
        (video.Description, video.Entities, video.Tags, video.Mentions) = (Description, Entities, Tags, Mentions);
    }
}
