using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Inbox;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Tests;

/// <summary>The Notification service on a real database and Redis, called over gRPC in process; tests say by events what happened.</summary>
internal sealed class NotificationApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestTokens _tokens;
    private readonly TestDatabase<NotificationDb> _database;

    private NotificationApp(ServiceProvider services, TestTokens tokens, TestDatabase<NotificationDb> database, FakeTime time)
        => (_services, _tokens, _database, Time) = (services, tokens, database, time);

    /// <summary>A clip or comment that nobody may see, and the first comment of the only thread.</summary>
    public static readonly Guid Hidden = Guid.CreateVersion7(), FirstComment = Guid.CreateVersion7();

    public FakeTime Time { get; }

    public static async Task<NotificationApp> StartAsync(PostgresFixture postgres, RedisFixture? redis = null)
    {
        var (database, time) = (await postgres.CreateAsync<NotificationDb>(), new FakeTime());
        var tokens = new TestTokens(time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            database.Setting("notification"),
            new("Rpc:Guard", "true"),
            new("Redis:Url", redis?.Configuration ?? "127.0.0.1:1"),
            new("Secrets:Root", Convert.ToBase64String(new byte[32])),
        ]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time)
            .AddSingleton(new LocalRoles(Role.Notification | Role.Auth | Role.Video | Role.Interaction)).AddTestTokens(tokens);
        services.AddRpcService<Cards>(Role.Auth).AddRpcService<Post>(Role.Auth).AddRpcService<Clips>(Role.Video).AddRpcService<Threads>(Role.Interaction).AddSingleton<ConcurrentQueue<SendMailRequest>>();
        services.AddNotification(configuration);
        services.AddRpcClient<Contracts.Notification.V1.Inbox.InboxClient>(Role.Notification).AddRpcClient<Contracts.Notification.V1.Presence.PresenceClient>(Role.Notification);
        return new NotificationApp(services.BuildServiceProvider(), tokens, database, time);
    }

    public Contracts.Notification.V1.Inbox.InboxClient Inbox(Guid viewer) => As<Contracts.Notification.V1.Inbox.InboxClient>(_tokens.SignIn(viewer));
    public Contracts.Notification.V1.Inbox.InboxClient InboxOfAdmin(Guid viewer) => As<Contracts.Notification.V1.Inbox.InboxClient>(_tokens.SignIn(viewer, AccountRole.Admin));
    public Contracts.Notification.V1.Presence.PresenceClient Presence(Guid viewer) => As<Contracts.Notification.V1.Presence.PresenceClient>(_tokens.SignIn(viewer));
    public Contracts.Notification.V1.Presence.PresenceClient PresenceAsSystem() => As<Contracts.Notification.V1.Presence.PresenceClient>(Viewer.System);

    public TClient As<TClient>(Viewer viewer) where TClient : ClientBase<TClient> => _services.GetRequiredService<Rpc<TClient>>().As(viewer);

    /// <summary>What went by mail since the last time this was asked.</summary>
    public async Task<List<SendMailRequest>> NewLettersAsync()
    {
        var letters = _services.GetRequiredService<ConcurrentQueue<SendMailRequest>>();
        letters.Clear();
        await _services.GetRequiredService<MailItems>().RunOnceAsync(CancellationToken.None);
        return [.. letters];
    }

    /// <summary>One round of announcements.</summary>
    public Task TellEverybodyAsync() => _services.GetRequiredService<TellEverybody>().RunOnceAsync(CancellationToken.None);

    /// <summary>One round of trimming.</summary>
    public Task TrimAsync() => _services.GetRequiredService<TrimInboxes>().RunOnceAsync(CancellationToken.None);

    public IOptions<NotificationOptions> Options => _services.GetRequiredService<IOptions<NotificationOptions>>();

    public NotificationDb Open() => _database.Open();

    /// <summary>Hands a batch to the handler as the consumer does: in a transaction of its own.</summary>
    public async Task HearAsync(params Event[] batch)
    {
        await using var db = Open();
        await db.InTransaction(() => new InboxEvents(Time, Options).HandleAsync(db, batch, CancellationToken.None), CancellationToken.None);
    }

    /// <summary>What the service has said so far, in the order of writing.</summary>
    public async Task<List<Event>> SaidAsync()
    {
        await using var db = Open();
        var rows = await db.Set<Platform.Events.OutboxRow>().OrderBy(r => r.Id).Select(r => r.Payload).ToListAsync();
        return [.. rows.Select(Event.Parser.ParseFrom)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _tokens.Dispose();
    }

    /// <summary>Auth, for whom everybody exists and shows their presence.</summary>
    private sealed class Cards : People.PeopleBase
    {
        public override Task<GetCardsResponse> GetCards(GetCardsRequest request, ServerCallContext context) => Task.FromResult(new GetCardsResponse
        {
            Items = { request.Ids.Select(id => new PersonCard { Card = new UserCard { Id = id, Username = $"p{id[^4..]}" }, ShowPresence = true }) },
        });
    }

    /// <summary>Video's catalog, where everything is there for everybody but one clip.</summary>
    private sealed class Clips : Catalog.CatalogBase
    {
        public override Task<GetVideoResponse> GetVideo(GetVideoRequest request, ServerCallContext context)
            => request.Id == Hidden.ToString() ? throw Fault.NotFound() : Task.FromResult(new GetVideoResponse { Video = new() { Id = request.Id } });
    }

    /// <summary>Interaction's comments: each is an answer to the same first one.</summary>
    private sealed class Threads : Comments.CommentsBase
    {
        public override Task<GetCommentResponse> GetComment(GetCommentRequest request, ServerCallContext context)
            => request.Id == Hidden.ToString() ? throw Fault.NotFound() : Task.FromResult(new GetCommentResponse { Comment = new() { Id = request.Id, ParentId = FirstComment.ToString() } });
    }

    /// <summary>Auth's post office.</summary>
    private sealed class Post(ConcurrentQueue<SendMailRequest> letters) : Mail.MailBase
    {
        public override Task<SendMailResponse> SendMail(SendMailRequest request, ServerCallContext context)
        {
            letters.Enqueue(request.Clone());
            return Task.FromResult(new SendMailResponse { Queued = true });
        }
    }
}
