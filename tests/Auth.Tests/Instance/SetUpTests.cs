using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using Zoetrope.Auth.Tests.Profiles;
using Zoetrope.Contracts.Auth.V1;

namespace Zoetrope.Auth.Tests.Instance;

public sealed class SetUpTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_bearer_of_the_link_becomes_admin_names_the_instance_and_gets_an_invite()
    {
        await using var app = await AuthApp.StartAsync(postgres, "invite");
        (await app.Instance().GetInstanceAsync(new GetInstanceRequest())).Instance.NeedsSetup.ShouldBeTrue();
        var request = await RequestAsync(app, "boss");
        request.Instance = new UpdateInstanceRequest { Name = "Small wheel", Registration = "invite", Accent = "#FFAA00" };

        var answer = await app.Instance().SetUpAsync(request);

        var instance = (await app.Instance().GetInstanceAsync(new GetInstanceRequest())).Instance;
        (instance.Name, instance.Registration, instance.Accent, instance.NeedsSetup).ShouldBe(("Small wheel", "invite", "#ffaa00", false));
        var me = (await app.Accounts(await app.ViewerOf(answer.Session)).GetMeAsync(new GetMeRequest())).Account;
        me.Role.ShouldBe("admin");
        var guest = app.Form("guest1");
        guest.Invite = answer.Invite.Code;
        (await app.Accounts().RegisterAsync(guest)).Session.UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_link_works_once_even_for_two_at_the_same_time()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var requests = new[] { await RequestAsync(app, "first"), await RequestAsync(app, "second") };

        var outcomes = await Task.WhenAll(requests.Select(r => Task.Run(async () =>
        {
            try
            {
                await app.Instance().SetUpAsync(r);
                return "in";
            }
            catch (Grpc.Core.RpcException error)
            {
                return Platform.Rpc.Fault.Of(error).Code;
            }
        })));

        outcomes.Order().ShouldBe(["in", "setup_done"]);
        (await app.Instance().SetUpAsync(requests[0]).RefusalAsync()).ShouldBe((410, "setup_done"));
        (await app.Services.GetRequiredService<SetupLink>().TokenAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_token_sets_nothing_up_and_the_first_to_register_is_no_admin()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var request = await RequestAsync(app, "thief");
        request.Token = request.Token[..^1] + (request.Token[^1] == 'A' ? 'B' : 'A');

        (await app.Instance().SetUpAsync(request).RefusalAsync()).ShouldBe((403, "invalid_setup_token"));

        var first = await app.SignUpAsync();
        (await app.Accounts(first.Viewer).GetMeAsync(new GetMeRequest())).Account.Role.ShouldBe("user");
        (await app.Instance().GetInstanceAsync(new GetInstanceRequest())).Instance.NeedsSetup.ShouldBeTrue();
    }

    [Fact]
    public async Task A_form_with_mistakes_does_not_use_up_the_link()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var request = await RequestAsync(app, "boss");
        request.Instance = new UpdateInstanceRequest { Registration = "sometimes" };

        (await app.Instance().SetUpAsync(request).WrongFieldsAsync())["registration"].ShouldBe("not_a_choice");

        var right = request.Clone();
        right.Instance.Registration = "closed";
        (await app.Instance().SetUpAsync(right)).Session.UserId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_link_stays_the_same_over_restarts_and_is_nowhere_in_the_database()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var token = await app.Services.GetRequiredService<SetupLink>().TokenAsync(CancellationToken.None);

        await using var another = app.StartAnother();

        (await another.GetRequiredService<SetupLink>().TokenAsync(CancellationToken.None)).ShouldBe(token);
        await using var db = app.Open();
        var nonce = db.Instance.Single().SetupNonce!;
        System.Buffers.Text.Base64Url.EncodeToString(nonce).ShouldNotContain(token!);
    }

    [Fact]
    public async Task Only_admins_change_the_instance_and_its_invites()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync();

        (await app.Instance(ana.Viewer).UpdateInstanceAsync(new UpdateInstanceRequest { Name = "Mine" }).RefusalAsync()).ShouldBe((403, "forbidden"));
        (await app.Instance().UpdateInstanceAsync(new UpdateInstanceRequest { Name = "Mine" }).RefusalAsync()).ShouldBe((401, "unauthenticated"));
        (await app.Instance(ana.Viewer).CreateInviteAsync(new CreateInviteRequest()).RefusalAsync()).ShouldBe((403, "forbidden"));
        (await app.Instance(ana.Viewer).ListInvitesAsync(new ListInvitesRequest()).RefusalAsync()).ShouldBe((403, "forbidden"));
        var wrong = await app.Instance(boss.Viewer).UpdateInstanceAsync(new UpdateInstanceRequest { Name = " ", Accent = "red", MinimumAge = -1 }).WrongFieldsAsync();
        wrong.ShouldBe(new Dictionary<string, string> { ["name"] = "required", ["accent"] = "not_a_colour", ["minimumAge"] = "out_of_range" }, ignoreOrder: true);
        var changed = (await app.Instance(boss.Viewer).UpdateInstanceAsync(new UpdateInstanceRequest { Description = "Ours", MinimumAge = 14 })).Instance;
        (changed.Name, changed.Description, changed.MinimumAge).ShouldBe(("Zoetrope", "Ours", 14));
    }

    [Fact]
    public async Task Whoever_holds_an_invite_may_ask_whether_it_still_works()
    {
        await using var app = await AuthApp.StartAsync(postgres, "invite");
        var boss = await app.SetUpAsync();
        var invite = (await app.Instance(boss.Viewer).CreateInviteAsync(new CreateInviteRequest { Uses = 1 })).Invite.Code;

        (await UsableAsync(invite)).ShouldBeTrue();
        (await UsableAsync("2222222222zz")).ShouldBeFalse();
        var guest = app.Form("guest2");
        guest.Invite = invite;
        await app.Accounts().RegisterAsync(guest);
        (await UsableAsync(invite)).ShouldBeFalse();

        async Task<bool> UsableAsync(string code) => (await app.Instance().CheckInviteAsync(new CheckInviteRequest { Code = code })).Usable;
    }

    [Theory]
    [InlineData("#FFC53D", null)]
    [InlineData("#777777", "too_dark")]
    [InlineData("#7f7f7f", null)]
    [InlineData("#3f51b5", "too_dark")]
    public async Task An_accent_is_taken_where_ink_can_be_read_on_it(string accent, string? refusal)
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var request = new UpdateInstanceRequest { Accent = accent };

        if (refusal is null) (await app.Instance(boss.Viewer).UpdateInstanceAsync(request)).Instance.Accent.ShouldBe(accent.ToLowerInvariant());
        else (await app.Instance(boss.Viewer).UpdateInstanceAsync(request).WrongFieldsAsync())["accent"].ShouldBe(refusal);
    }

    [Fact]
    public async Task An_admin_gives_the_place_an_icon_another_one_and_none()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var boss = await app.SetUpAsync();
        var ana = await app.SignUpAsync();
        var picture = new SetInstanceIconRequest { Image = ByteString.CopyFrom(Pictures.Jpeg(700, 500)) };
        (await app.Instance(ana.Viewer).SetInstanceIconAsync(picture).RefusalAsync()).ShouldBe((403, "forbidden"));

        var first = (await app.Instance(boss.Viewer).SetInstanceIconAsync(picture)).Instance.IconUrl;
        var second = (await app.Instance(boss.Viewer).SetInstanceIconAsync(picture)).Instance.IconUrl;

        first.ShouldMatch("^/media/instance/[0-9a-f]{32}/192.png$");
        second.ShouldNotBe(first);
        foreach (var size in new[] { 192, 512 })
        {
            using var codec = SKCodec.Create(FileOf(second, size));
            (codec.EncodedFormat, codec.Info.Width, codec.Info.Height).ShouldBe((SKEncodedImageFormat.Png, size, size));
        }
        File.Exists(FileOf(first, 192)).ShouldBeFalse();
        (await app.Instance(boss.Viewer).SetInstanceIconAsync(new SetInstanceIconRequest())).Instance.IconUrl.ShouldBeEmpty();
        (await app.Instance().GetInstanceAsync(new GetInstanceRequest())).Instance.IconUrl.ShouldBeEmpty();
        File.Exists(FileOf(second, 192)).ShouldBeFalse();

        string FileOf(string url, int size) => Path.Combine(app.MediaFolder, url.Replace("/media/", "public/").Replace("192", $"{size}"));
    }

    private static async Task<SetUpRequest> RequestAsync(AuthApp app, string name)
    {
        var form = app.Form(name);
        return new SetUpRequest
        {
            Token = await app.Services.GetRequiredService<SetupLink>().TokenAsync(CancellationToken.None),
            Username = form.Username,
            Email = form.Email,
            Password = form.Password,
            Client = form.Client,
        };
    }
}
