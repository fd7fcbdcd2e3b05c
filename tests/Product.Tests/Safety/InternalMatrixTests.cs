using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Shouldly;
using Xunit;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>
/// The same matrix one door further in: with the cluster's credential, as the gateway has it, a service still answers each viewer by
/// <see cref="RpcRules"/>. No service leaves the question to the one that calls it.
/// </summary>
[Collection("matrix")]
[Trait("shape", "both")]
public sealed class InternalMatrixTests(MatrixPlace place) : IAsyncLifetime
{
    private static readonly string[] Everybody = [.. MatrixPlace.Viewers, "admin", "system"];

    private readonly Dictionary<Role, GrpcChannel> _channels = [];
    private readonly Dictionary<string, Viewer> _viewers = [];
    private readonly Dictionary<string, string> _fill = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Everybody.Where(name => name != "system"))
            _viewers[name] = await place.TokenAsync(name) is { } token ? Viewer.SignedIn(token, new VerifiedToken(default, default, default, default)) : Viewer.Anonymous($"{Guid.CreateVersion7()}");
        _viewers["system"] = Viewer.System;
        (_fill["{person}"], _fill["{name}"]) = ((string)place.Owner.Me["id"]!, place.Owner.Username);
    }

    [Fact]
    public void Every_method_of_every_service_has_a_rule()
        => RpcRules.All.Select(rule => rule.Method).Distinct().ShouldBe(InternalCalls.Methods.Keys, ignoreOrder: true);

    [Fact]
    public async Task A_clip_and_what_hangs_on_it_let_in_by_audience() => await AskAllAsync(RpcRules.OfClips, MatrixPlace.Audiences, MatrixPlace.Viewers);

    [Fact]
    public async Task A_person_lets_in_by_their_account()
    {
        foreach (var account in (string[])["public", "private"]) await place.WithAccountAsync(account, () => AskAllAsync(RpcRules.OfPeople, [account], MatrixPlace.Viewers));
    }

    [Fact]
    public async Task What_is_of_oneself_or_of_the_place_lets_in_by_who_one_is()
    {
        var owner = _viewers["owner"];
        _fill["{session}"] = ListSessionsResponse.Parser.ParseFrom((await AskAsync("auth.v1.Sessions/ListSessions", owner)).Answer).Items[0].Id;
        _fill["{upload}"] = CreateUploadResponse.Parser.ParseFrom((await AskAsync("video.v1.Uploads/CreateUpload", owner, """{"size":9,"file_name":"a.mp4","content_type":"video/mp4"}""")).Answer).Upload.Id;
        _fill["{impression}"] = GetForYouResponse.Parser.ParseFrom((await AskAsync("recommendation.v1.Feeds/GetForYou", owner)).Answer).Items[0].ImpressionId;
        await AskAllAsync(RpcRules.OfThePlace, [""], Everybody);
    }

    [Fact]
    public async Task Many_at_once_leave_out_what_a_viewer_may_not_see()
    {
        var wrong = new List<string>();
        foreach (var (rule, audience) in RpcRules.OfManyClips.SelectMany(rule => MatrixPlace.Audiences.Select(audience => (rule, audience))).Concat(RpcRules.OfManyPeople.Select(rule => (rule, "public"))))
            foreach (var viewer in MatrixPlace.Viewers)
            {
                var (status, answer) = await AskAsync(rule, viewer, audience);
                if (status != StatusCode.OK || answer.Length > 0 != (rule.Expect(viewer, audience) == 200)) wrong.Add($"{rule.Method} of the {audience} one as {viewer}: {status}, {answer.Length} bytes");
            }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_service_names_by_itself_is_nothing_that_a_viewer_may_not_see()
    {
        foreach (var clip in place.Clips.Values) await place.Owner.PutAsync($"/api/videos/{clip}/like");
        var wrong = new List<string>();
        foreach (var rule in RpcRules.NamingClips.Concat(RpcRules.NamingPeople))
        {
            var named = 0;
            var things = RpcRules.NamingPeople.Contains(rule) ? new() { ["public"] = _fill["{person}"] } : place.Clips;
            foreach (var (viewer, asked) in MatrixPlace.Viewers.SelectMany(viewer => MatrixPlace.Audiences.Select(asked => (viewer, asked))))
            {
                var text = Encoding.UTF8.GetString((await AskAsync(rule, viewer, asked)).Answer);
                foreach (var (audience, id) in things.Where(thing => text.Contains(thing.Value, StringComparison.Ordinal)))
                {
                    named++;
                    if (rule.Expect(viewer, audience) != 200) wrong.Add($"{rule.Method} names the {audience} one to {viewer}");
                }
            }
            if (named == 0) wrong.Add($"{rule.Method} names nothing to anybody");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_reads_a_notification_of_anothers()
    {
        var items = ListNotificationsResponse.Parser.ParseFrom((await AskAsync("notification.v1.Inbox/ListNotifications", _viewers["owner"])).Answer).Items;
        items.ShouldNotBeEmpty();
        foreach (var viewer in Everybody)
        {
            var (status, answer) = await AskAsync("notification.v1.Inbox/GetNotification", _viewers[viewer], $$"""{"id":"{{items[0].Id}}"}""");
            (answer.Length > 0).ShouldBe(viewer == "owner", $"{viewer}: {status}");
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AskAllAsync(IEnumerable<RpcRules.Rule> rules, string[] audiences, string[] viewers)
    {
        var wrong = new List<string>();
        foreach (var rule in rules)
            foreach (var audience in audiences)
                foreach (var viewer in viewers)
                {
                    var expected = rule.Expect(viewer, audience);
                    if (rule.Spoils && expected == 200) continue;
                    var (status, _) = await AskAsync(rule, viewer, audience);
                    if (Meaning(status, expected) != expected) wrong.Add($"{rule.Method} {rule.Body} {audience} as {viewer}: {status} instead of {expected}");
                }
        wrong.ShouldBeEmpty();
    }

    /// <summary>200 for whoever is let in, however they fare there: the request may be wrong, or there may be nothing to do.</summary>
    private static int Meaning(StatusCode status, int expected) => status switch
    {
        StatusCode.FailedPrecondition when expected == 422 => 422,
        // Guesses are slowed, whoever makes them.
        StatusCode.ResourceExhausted when expected == 401 => 401,
        StatusCode.OK or StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.FailedPrecondition => 200,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        _ => 500,
    };

    private Task<(StatusCode Status, byte[] Answer)> AskAsync(RpcRules.Rule rule, string viewer, string audience)
    {
        var body = new StringBuilder(rule.Body).Replace("{clip}", place.Clips.GetValueOrDefault(audience)).Replace("{comment}", place.Comments.GetValueOrDefault(audience)).Replace("{new}", $"{Guid.CreateVersion7()}");
        foreach (var (name, value) in _fill) body.Replace(name, value);
        return AskAsync(rule.Method, _viewers[viewer], body.ToString());
    }

    private Task<(StatusCode Status, byte[] Answer)> AskAsync(string name, Viewer viewer, string body = "{}")
    {
        Assert.SkipUnless(ZoetropeApp.IsSplit, "In one process nothing listens for internal calls.");
        var method = InternalCalls.Methods[name];
        var role = InternalCalls.RoleOf(method);
        if (!_channels.TryGetValue(role, out var channel)) _channels[role] = channel = GrpcChannel.ForAddress(place.App.InternalUrl(role));
        return InternalCalls.CallAsync(channel, method, place.App.InternalHeaders(role, $"/{method.Service.FullName}/{method.Name}", viewer), InternalCalls.Message(method, body));
    }
}
