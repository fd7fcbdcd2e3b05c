using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Auth.Profiles;

/// <summary>Public profiles, by id or by name, as a viewer may see them.</summary>
internal sealed partial class PeopleService(AuthDb db, PersonCards cards, PeopleInSight sight, Rpc<Follows.FollowsClient> follows) : People.PeopleBase
{
    private const int MostCards = 200, MostUsernames = 100, MostMentions = 100;

    public override async Task<GetCardsResponse> GetCards(GetCardsRequest request, ServerCallContext context)
    {
        if (request.Ids.Count > MostCards) throw Fault.BadRequest("too_many_ids");
        var ids = request.Ids.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty).Where(id => id != Guid.Empty).ToHashSet();
        var found = await cards.GetAsync(ids, context.CancellationToken);
        return new GetCardsResponse { Items = { await sight.OfAsync(found, context.Viewer(), context.CancellationToken) } };
    }

    public override async Task<FindByUsernamesResponse> FindByUsernames(FindByUsernamesRequest request, ServerCallContext context)
    {
        if (request.Usernames.Count > MostUsernames) throw Fault.BadRequest("too_many_usernames");
        var found = await FindAsync(request.Usernames, context.CancellationToken);
        return new FindByUsernamesResponse { Items = { await sight.OfAsync(found.Select(PersonCards.Of), context.Viewer(), context.CancellationToken) } };
    }

    public override async Task<GetProfileResponse> GetProfile(GetProfileRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var user = (await FindAsync([request.Username], cancel)).SingleOrDefault() ?? throw Fault.NotFound();
        var seen = await sight.OfAsync([PersonCards.Of(user)], context.Viewer(), cancel);
        if (seen.Count == 0) throw Fault.NotFound();

        // A mention is one only if somebody has that name, lets its author mention them, and is in the viewer's sight.
        var entities = TextEntities.Find(user.Bio);
        var names = await MentionedAsync(user, entities.Where(e => e.Type == "mention").Select(e => e.Value), context.Viewer(), cancel);
        var kept = entities.Where(e => e.Type != "mention" || names.ContainsKey(Usernames.Key(e.Value))).ToList();
        foreach (var entity in kept.Where(e => e.Type == "mention")) entity.Value = names[Usernames.Key(entity.Value)];
        return new GetProfileResponse
        {
            Person = seen[0],
            Bio = user.Bio,
            Entities = { kept },
            Links = { user.Links.Select(l => new Link { Label = l.Label, Url = l.Url }) },
            CreatedAtMs = user.CreatedAt.ToUnixTimeMilliseconds(),
        };
    }

    private async Task<Dictionary<string, string>> MentionedAsync(User author, IEnumerable<string> usernames, Viewer viewer, CancellationToken cancel)
    {
        var found = (await FindAsync(usernames, cancel)).Where(u => !u.IsHidden || u.Id == author.Id).Take(MostMentions).ToList();
        if (found.Count == 0) return [];
        var request = new GetRelationsRequest { OfId = author.Id.ToString(), UserIds = { found.Where(u => u.Id != author.Id).Select(u => u.Id.ToString()) } };
        var relations = request.UserIds.Count == 0 ? [] : (await follows.AsSystem().GetRelationsAsync(request, cancellationToken: cancel)).Items
            .ToDictionary(r => r.UserId, r => new Platform.Relation(r.Following, r.FollowedBy, r.Blocked, r.BlockedBy, r.Muted));
        var admitting = found.Where(u => u.Id == author.Id || Visibility.Admits(u.WhoCanMention, relations.GetValueOrDefault(u.Id.ToString()))).ToList();
        var seen = (await sight.OfAsync(admitting.Select(PersonCards.Of), viewer, cancel, unasked: true)).Select(p => p.Card.Id).ToHashSet();
        return admitting.Where(u => seen.Contains(u.Id.ToString())).ToDictionary(u => u.UsernameKey, u => u.Username);
    }

    private async Task<List<User>> FindAsync(IEnumerable<string> usernames, CancellationToken cancel)
    {
        var keys = usernames.Where(n => n.Length is > 0 and <= 120).Select(Usernames.Key).Where(k => k.Length > 0).Distinct().ToList();
        if (keys.Count == 0) return [];
        return await db.Users.AsNoTracking().Where(u => keys.Contains(u.UsernameKey) && !u.AwaitsApproval).ToListAsync(cancel);
    }
}
