using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Profiles;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Auth.Tests.Profiles;

public sealed class ProfileTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Links_come_back_as_they_were_written_or_are_refused()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var (labels, addresses) = (0, 0);
        foreach (var text in NaughtyTexts.Read())
        {
            if (await KeptAsync(text, "https://example.org/lamps") is { } named)
            {
                (named.Label, named.Url).ShouldBe((text.Normalize(System.Text.NormalizationForm.FormC), "https://example.org/lamps"));
                labels++;
            }
            if (await KeptAsync("Shop", $"https://example.org/{text}") is { } led)
            {
                (led.Label, led.Url).ShouldBe(("Shop", $"https://example.org/{text}".Trim()));
                addresses++;
            }
            if (await KeptAsync("Shop", text) is { } bare) bare.Url.ShouldBe(text.Trim());
        }
        labels.ShouldBeGreaterThan(100);
        addresses.ShouldBeGreaterThan(100);

        async Task<Link?> KeptAsync(string label, string url)
        {
            try
            {
                await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { Links = new LinkList { Items = { new Link { Label = label, Url = url } } } });
            }
            catch (Grpc.Core.RpcException refused) when (Platform.Rpc.Fault.Of(refused) is { HttpStatus: 422 } fault)
            {
                fault.Fields.ShouldAllBe(field => field.Field == "links[0]");
                return null;
            }
            return (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account.Links.Single();
        }
    }

    [Fact]
    public async Task Only_fields_that_are_present_change_and_each_change_has_its_event_and_a_higher_version()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var accounts = app.Accounts(ana.Viewer);

        await accounts.UpdateMeAsync(new UpdateMeRequest { DisplayName = "Ana Lantern" });
        await accounts.UpdateMeAsync(new UpdateMeRequest { Settings = new Settings { IsPrivate = true, Theme = "dark" } });
        var me = (await accounts.UpdateMeAsync(new UpdateMeRequest { Bio = "Lamps.", Settings = new Settings { Autoplay = false } })).Account;

        (me.Card.DisplayName, me.Bio, me.IsPrivate, me.Settings.Theme, me.Settings.Autoplay, me.Settings.ShowLikes).ShouldBe(("Ana Lantern", "Lamps.", true, "dark", false, true));
        var said = await app.SaidAsync();
        said.Select(e => e.PayloadCase).ShouldBe([Event.PayloadOneofCase.UserRegistered, Event.PayloadOneofCase.ProfileChanged, Event.PayloadOneofCase.AccountChanged]);
        said[1].ProfileChanged.Account.DisplayName.ShouldBe("Ana Lantern");
        said[2].AccountChanged.Account.IsPrivate.ShouldBeTrue();
        new[] { said[0].UserRegistered.Account.Version, said[1].ProfileChanged.Account.Version, said[2].AccountChanged.Account.Version, me.Version }.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task The_same_update_again_changes_and_says_nothing()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var update = new UpdateMeRequest { DisplayName = "Ana", Bio = "Lamps", Links = new LinkList { Items = { new Link { Label = "Shop", Url = "https://example.org/lamps" } } } };
        var first = (await app.Accounts(ana.Viewer).UpdateMeAsync(update)).Account;

        (await app.Accounts(ana.Viewer).UpdateMeAsync(update)).Account.ShouldBe(first);

        first.Links.ShouldHaveSingleItem().Url.ShouldBe("https://example.org/lamps");
        (await app.SaidAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Parallel_changes_get_versions_one_by_one()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
            await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { DisplayName = $"Ana {i}" }))));

        (await app.SaidAsync(Event.PayloadOneofCase.ProfileChanged)).Select(e => e.ProfileChanged.Account.Version).Order().ShouldBe(Enumerable.Range(2, 12).Select(i => (long)i));
    }

    [Fact]
    public async Task Everything_wrong_in_an_update_is_named_and_nothing_changes()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");

        var wrong = await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest
        {
            DisplayName = "  ",
            Bio = new string('x', 301),
            Links = new LinkList { Items = { new Link { Label = "ok", Url = "javascript:alert(1)" }, new Link { Label = "bad\0", Url = "https://example.org" } } },
            Settings = new Settings { Theme = "pink", Sensitive = "never", WhoCanComment = "me", Locale = "!" },
        }).WrongFieldsAsync();

        wrong.ShouldBe(new Dictionary<string, string>
        {
            ["displayName"] = "required",
            ["bio"] = "too_long",
            ["links[0]"] = "not_a_link",
            ["links[1]"] = "invalid_text",
            ["settings.theme"] = "not_a_choice",
            ["settings.sensitive"] = "not_a_choice",
            ["settings.whoCanComment"] = "not_a_choice",
            ["settings.locale"] = "unknown_language",
        }, ignoreOrder: true);
        (await app.Accounts(ana.Viewer).GetMeAsync(new GetMeRequest())).Account.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_profile_shows_mentions_of_people_who_exist_and_never_the_email()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, _) = (await app.SignUpAsync("ana"), await app.SignUpAsync("Ben"));
        await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { Bio = "with @ben and @nobody_here, #lamps" });

        var profile = await app.People().GetProfileAsync(new GetProfileRequest { Username = "ANA" });

        profile.Entities.Select(e => (e.Type, e.Value)).ShouldBe([("mention", "Ben"), ("tag", "lamps")]);
        profile.ToString().ShouldNotContain("example.org");
        (await app.People().GetProfileAsync(new GetProfileRequest { Username = "nobody" }).RefusalAsync()).ShouldBe((404, "not_found"));
    }

    [Fact]
    public async Task A_bio_mentions_only_who_lets_its_author_and_whom_the_viewer_may_meet()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, ben, cleo, dora) = (await app.SignUpAsync("ana"), await app.SignUpAsync("ben"), await app.SignUpAsync("cleo"), await app.SignUpAsync("dora"));
        var eve = await app.SignUpAsync("eve");
        await app.Accounts(cleo.Viewer).UpdateMeAsync(new UpdateMeRequest { Settings = new Settings { WhoCanMention = "nobody" } });
        app.Blocks.Add(by: dora, whom: ana);
        app.Blocks.Add(by: ben, whom: eve);
        await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { Bio = "@ana @ben @cleo @dora" });

        async Task<string[]> NamedAsync(Platform.Rpc.Viewer? viewer) => [.. (await app.People(viewer).GetProfileAsync(new GetProfileRequest { Username = "ana" })).Entities.Select(e => e.Value)];
        (await NamedAsync(null)).ShouldBe(["ana", "ben"]);
        (await NamedAsync(eve.Viewer)).ShouldBe(["ana"]);
        (await NamedAsync(ana.Viewer)).ShouldBe(["ana", "ben"]);
    }

    [Fact]
    public async Task Whoever_blocked_the_viewer_is_not_there_for_them()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, ben) = (await app.SignUpAsync("ana"), await app.SignUpAsync("ben"));
        app.Blocks.Add(by: ana, whom: ben);

        (await app.People(ben.Viewer).GetProfileAsync(new GetProfileRequest { Username = "ana" }).RefusalAsync()).ShouldBe((404, "not_found"));
        (await app.People(ben.Viewer).GetCardsAsync(new GetCardsRequest { Ids = { ana.Id, ben.Id } })).Items.Select(p => p.Card.Username).ShouldBe(["ben"]);
        (await app.People(ben.Viewer).FindByUsernamesAsync(new FindByUsernamesRequest { Usernames = { "ana" } })).Items.ShouldBeEmpty();
        (await app.People(ben.Viewer).SearchPeopleAsync(new SearchPeopleRequest { Query = "ana" })).Items.ShouldBeEmpty();

        // Whom one blocked oneself stays, to be unblocked; a stranger sees both.
        (await app.People(ana.Viewer).GetProfileAsync(new GetProfileRequest { Username = "ben" })).Person.Card.Id.ShouldBe(ben.Id);
        (await app.People().GetCardsAsync(new GetCardsRequest { Ids = { ana.Id, ben.Id } })).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_card_that_changed_is_new_at_the_next_read()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync("ana");
        var cards = new GetCardsRequest { Ids = { ana.Id, Guid.CreateVersion7().ToString(), "not an id" } };
        (await app.People().GetCardsAsync(cards)).Items.ShouldHaveSingleItem().Card.DisplayName.ShouldBe("ana");

        await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { DisplayName = "Ana of the lamps" });

        (await app.People().GetCardsAsync(cards)).Items.ShouldHaveSingleItem().Card.DisplayName.ShouldBe("Ana of the lamps");
    }

    [Fact]
    public async Task Search_puts_the_exact_name_first_then_beginnings_then_names_then_similar_ones()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        foreach (var name in new[] { "marina", "marin", "xavier", "marino_b", "maryna", "quite_other" }) await app.SignUpAsync(name);
        var xavier = await app.LogInAsync(new Person("xavier", "", new SessionGrant(), Platform.Rpc.Viewer.Anonymous()));
        await app.Accounts(xavier.Viewer).UpdateMeAsync(new UpdateMeRequest { DisplayName = "Xavier Marin" });

        var found = await SearchAsync(app, "@Marin");

        found[0].ShouldBe("marin");
        found[1..3].Order().ShouldBe(["marina", "marino_b"]);
        found[3].ShouldBe("xavier");
        found[4..].ShouldBe(["maryna"]);
        (await SearchAsync(app, "ma")).ShouldBe(["marin", "marina", "marino_b", "maryna"], ignoreOrder: true);
        (await SearchAsync(app, "%")).ShouldBeEmpty();
        (await SearchAsync(app, "_")).ShouldBeEmpty();
        (await SearchAsync(app, "")).ShouldBeEmpty();
        (await SearchAsync(app, "a\0b")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_pages_show_everybody_once()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        for (var i = 0; i < 7; i++) await app.SignUpAsync(string.Create(CultureInfo.InvariantCulture, $"marina{i}"));
        var (found, cursor) = (new List<string>(), "");
        do
        {
            var page = await app.People().SearchPeopleAsync(new SearchPeopleRequest { Query = "marina", Page = new() { Cursor = cursor, Limit = 3 } });
            found.AddRange(page.Items.Select(p => p.Card.Username));
            cursor = page.NextCursor;
        }
        while (cursor.Length > 0);

        found.Order().ShouldBe(Enumerable.Range(0, 7).Select(i => $"marina{i}"));
        (await app.People().SearchPeopleAsync(new SearchPeopleRequest { Query = "marina", Page = new() { Cursor = "mine" } }).RefusalAsync()).ShouldBe((400, "invalid_cursor"));
    }

    [Fact]
    public async Task A_snapshot_tells_of_every_account_as_it_is()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var (ana, ben) = (await app.SignUpAsync("ana"), await app.SignUpAsync("ben"));
        await app.Accounts(ana.Viewer).UpdateMeAsync(new UpdateMeRequest { Settings = new Settings { IsPrivate = true } });
        await using var db = app.Open();

        var told = await new AccountSnapshot().StreamAsync(db, CancellationToken.None).ToListAsync();

        told.Select(e => (e.Key, e.AccountChanged.Account.Username, e.AccountChanged.Account.IsPrivate, e.AccountChanged.Account.Version))
            .ShouldBe([(ana.Id, "ana", true, 2), (ben.Id, "ben", false, 1)], ignoreOrder: true);
    }

    private static async Task<List<string>> SearchAsync(AuthApp app, string query)
        => [.. (await app.People().SearchPeopleAsync(new SearchPeopleRequest { Query = query })).Items.Select(p => p.Card.Username)];
}
