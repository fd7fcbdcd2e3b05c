using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Interaction.Known;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Interaction.Comments;

/// <summary>A comment's text as it is stored, with what was found in it.</summary>
internal sealed record WrittenText(string Text, List<TextEntity> Entities, Guid[] Mentions)
{
    /// <summary>The entities as a row holds them.</summary>
    public byte[] EntityBytes => new Comment { Entities = { Entities } }.ToByteArray();
}

/// <summary>Cleans a text and finds its tags, links and mentions. A mention counts where the name exists, the person allows it and may see the video.</summary>
internal sealed class CommentText(
    [FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source, VisibleAccounts accounts, Rpc<People.PeopleClient> people)
{
    /// <summary>In grapheme clusters.</summary>
    private const int Longest = 500;

    /// <summary>More names than this in one comment are left as plain text.</summary>
    private const int MostMentions = 20;

    public async Task<WrittenText> WriteAsync(Viewer viewer, SeenVideo video, string text, CancellationToken cancel)
    {
        var clean = TextRules.Clean("text", text, Longest, required: true);
        var entities = TextEntities.Find(clean);
        var names = entities.Where(e => e.Type == "mention").Select(e => e.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostMentions).ToList();
        var mentioned = names.Count == 0 ? [] : await ResolveAsync(viewer, video, names, cancel);
        entities.RemoveAll(e => e.Type == "mention" && !mentioned.ContainsKey(e.Value));
        foreach (var entity in entities.Where(e => e.Type == "mention")) entity.Value = mentioned[entity.Value].Account.Username;
        return new WrittenText(clean, entities, [.. mentioned.Values.Select(p => p.Id).Distinct()]);
    }

    private async Task<Dictionary<string, SeenAccount>> ResolveAsync(Viewer viewer, SeenVideo video, List<string> names, CancellationToken cancel)
    {
        var found = await people.As(viewer).FindByUsernamesAsync(new FindByUsernamesRequest { Usernames = { names } }, cancellationToken: cancel);
        var seen = await accounts.GetManyAsync(viewer, [.. found.Items.Select(p => Guid.Parse(p.Card.Id))], cancel);
        var allowed = seen.Values.Where(p => !p.Relation.Blocked && p.Admits(p.Account.WhoCanMention, viewer.Account())).ToList();
        var told = await TellableAsync(video, [.. allowed.Select(p => p.Id)], cancel);
        var byName = new Dictionary<string, SeenAccount>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in allowed.Where(p => told.Contains(p.Id))) byName[person.Account.Username] = person;
        return byName;
    }

    /// <summary>Whom a reply answers, without those who may not see the video.</summary>
    public async Task<(Guid? ParentAuthor, Guid? ReplyTo)> AnsweredAsync(SeenVideo video, Guid? parentAuthor, Guid? replyTo, CancellationToken cancel)
    {
        var told = await TellableAsync(video, [.. new[] { parentAuthor, replyTo }.OfType<Guid>()], cancel);
        return (Kept(parentAuthor), Kept(replyTo));

        Guid? Kept(Guid? person) => person is { } id && told.Contains(id) ? id : null;
    }

    /// <summary>Those of these people who may see the video: nobody else must read from it in a notification.</summary>
    private async Task<IReadOnlyCollection<Guid>> TellableAsync(SeenVideo video, Guid[] people, CancellationToken cancel)
    {
        if (people.Length == 0 || Visibility.IsPublic(video.Item)) return people;
        var followers = video.Item is { Published: true, AuthorSuspended: false, Audience: not Audience.Private }
            ? await source.ReadAsync("select follower_id from follows where followee_id = $1 and state = 3 and follower_id = any($2)",
                row => row.GetGuid(0), cancel, video.AuthorId, people) : [];
        return [.. people.Where(p => p == video.AuthorId || followers.Contains(p))];
    }
}
