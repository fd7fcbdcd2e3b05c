using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Live;

/// <summary>A video that a connection hears of, and whose it is: what comes between two people ends that too.</summary>
internal sealed record OnScreen(string Id, string AuthorId);

/// <summary>One live connection of this gateway: who it is, and what it wants to hear of.</summary>
internal sealed class Socket(HubCallerContext context, Viewer viewer, string address, CallBudget calls)
{
    /// <summary>People whose presence it may know, by account, with the name to show. Replaced whole.</summary>
    public volatile IReadOnlyDictionary<string, string> Watched = new Dictionary<string, string>();

    /// <summary>Videos it has on screen. Replaced whole.</summary>
    public volatile IReadOnlyList<OnScreen> Videos = [];

    /// <summary>What it was told last of each of them, so that it hears of a change once, however many events bring it.</summary>
    public ConcurrentDictionary<string, LivePresence> Told { get; } = new();

    public string Id { get; } = context.ConnectionId;

    /// <summary>Vouched for by this gateway: the connection may outlast the access token it came with.</summary>
    public Viewer Viewer { get; } = viewer.IsSignedIn ? viewer.OnBehalf() : viewer;

    /// <summary>The address it came from, as budgets count it.</summary>
    public string Address { get; } = address;
    public CallBudget Calls { get; } = calls;
    public string? Account { get; } = viewer.AccountId?.ToString();
    public Guid? Session { get; } = viewer.SessionId;

    /// <summary>Authors whose comments are not shown here, as far as they have been asked about.</summary>
    public ConcurrentDictionary<string, bool> Hidden { get; } = new();

    public void Abort() => context.Abort();
}

/// <summary>The live connections of this gateway, by what events ask for. Pushes go to these alone: every gateway hears the log itself.</summary>
internal sealed class Sockets(IHubContext<LiveHub> hub, LiveLimits limits)
{
    private readonly ConcurrentDictionary<string, Socket> _all = new();
    private readonly Index _byAccount = new(), _byAddress = new(), _byVideo = new(), _byWatched = new();

    public ICollection<Socket> All => _all.Values;

    public ICollection<string> Accounts => _byAccount.Keys;

    /// <summary>False where its address or account has too many already.</summary>
    public bool TryAdd(Socket socket)
    {
        // Counted with itself, so that of many at once none slips through.
        _byAddress.Add(socket.Address, socket);
        if (socket.Account is { } account) _byAccount.Add(account, socket);
        if (_byAddress.Count(socket.Address) <= limits.PerAddress && (socket.Account is null || _byAccount.Count(socket.Account) <= limits.PerAccount))
        {
            _all[socket.Id] = socket;
            return true;
        }
        Forget(socket);
        return false;
    }

    public void Remove(string id)
    {
        if (!_all.TryRemove(id, out var socket)) return;
        Forget(socket);
        SetVideos(socket, []);
        SetWatched(socket, new Dictionary<string, string>());
    }

    private void Forget(Socket socket)
    {
        _byAddress.Remove(socket.Address, socket);
        if (socket.Account is { } account) _byAccount.Remove(account, socket);
    }

    public Socket? Find(string id) => _all.GetValueOrDefault(id);

    public IReadOnlyCollection<Socket> OfAccount(string account) => _byAccount.Get(account);

    public IReadOnlyCollection<Socket> OfVideo(string video) => _byVideo.Get(video);

    public IReadOnlyCollection<Socket> Watching(string account) => _byWatched.Get(account);

    public void SetVideos(Socket socket, IReadOnlyList<OnScreen> videos)
    {
        foreach (var old in socket.Videos) _byVideo.Remove(old.Id, socket);
        socket.Videos = videos;
        foreach (var video in videos) _byVideo.Add(video.Id, socket);
    }

    /// <summary>Ends what connections hear of some of their videos.</summary>
    public void Leave(IEnumerable<Socket> which, Func<OnScreen, bool> leaving)
    {
        foreach (var socket in which)
            if (socket.Videos is var shown && shown.Any(leaving)) SetVideos(socket, [.. shown.Where(video => !leaving(video))]);
    }

    public void SetWatched(Socket socket, IReadOnlyDictionary<string, string> watched)
    {
        foreach (var old in socket.Watched.Keys) _byWatched.Remove(old, socket);
        socket.Watched = watched;
        foreach (var account in watched.Keys) _byWatched.Add(account, socket);
    }

    /// <summary>Sends one message to some connections; it is serialised once.</summary>
    public Task SendAsync(IReadOnlyCollection<Socket> to, string name, object message)
        => to.Count == 0 ? Task.CompletedTask : hub.Clients.Clients(to.Select(socket => socket.Id)).SendAsync(name, message);

    public Task SendAsync(Socket to, string name, object message) => hub.Clients.Client(to.Id).SendAsync(name, message);

    private sealed class Index
    {
        private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Socket>> _sets = new();

        public ICollection<string> Keys => _sets.Keys;

        public void Add(string key, Socket socket)
        {
            while (true)
            {
                var set = _sets.GetOrAdd(key, _ => new());
                set[socket.Id] = socket;
                // An emptied set may just have been taken out by Remove: then once more.
                if (_sets.TryGetValue(key, out var current) && ReferenceEquals(current, set)) return;
            }
        }

        public void Remove(string key, Socket socket)
        {
            if (!_sets.TryGetValue(key, out var set)) return;
            set.TryRemove(socket.Id, out _);
            if (!set.IsEmpty || !_sets.TryRemove(new KeyValuePair<string, ConcurrentDictionary<string, Socket>>(key, set))) return;
            foreach (var late in set.Values) Add(key, late);
        }

        public int Count(string key) => _sets.TryGetValue(key, out var set) ? set.Count : 0;

        public IReadOnlyCollection<Socket> Get(string key) => _sets.TryGetValue(key, out var set) ? (IReadOnlyCollection<Socket>)set.Values : [];
    }
}
