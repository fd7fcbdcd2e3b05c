using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>People as routes name them: by username, as far as the viewer may know of them.</summary>
internal sealed class NamedPeople(Rpc<PeopleClient> people)
{
    /// <exception cref="Grpc.Core.RpcException">404: there is no such person, or not for this viewer.</exception>
    public async Task<PersonCard> GetAsync(string username, Viewer viewer, CancellationToken cancel)
    {
        var request = new FindByUsernamesRequest { Usernames = { username } };
        var reply = await people.As(viewer).FindByUsernamesAsync(request, cancellationToken: cancel);
        return reply.Items is [var person] ? person : throw Fault.NotFound();
    }

    public async Task<string> IdAsync(string username, Viewer viewer, CancellationToken cancel) => (await GetAsync(username, viewer, cancel)).Card.Id;
}
