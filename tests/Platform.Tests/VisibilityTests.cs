using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Tests;

/// <summary>The table of who may see what, written out: every audience against every kind of viewer.</summary>
public sealed class VisibilityTests
{
    private static readonly Guid Author = Guid.CreateVersion7();
    private static readonly Relation Stranger = new(Following: false), Follower = new(Following: true), Blocked = new(BlockedBy: true), Blocker = new(Blocked: true), BlockedFollower = new(Following: true, BlockedBy: true);

    [Theory]
    [InlineData(Audience.Public, false, Sight.Visible, Sight.Visible)]
    [InlineData(Audience.Unlisted, false, Sight.Visible, Sight.Visible)]
    [InlineData(Audience.Followers, false, Sight.FollowersOnly, Sight.Visible)]
    [InlineData(Audience.Private, false, Sight.NotFound, Sight.NotFound)]
    [InlineData(Audience.Public, true, Sight.FollowersOnly, Sight.Visible)]
    [InlineData(Audience.Unlisted, true, Sight.FollowersOnly, Sight.Visible)]
    [InlineData(Audience.Followers, true, Sight.FollowersOnly, Sight.Visible)]
    [InlineData(Audience.Private, true, Sight.NotFound, Sight.NotFound)]
    [InlineData(Audience.Unspecified, false, Sight.NotFound, Sight.NotFound)]
    public void Audience_and_account_decide(Audience audience, bool privateAccount, Sight stranger, Sight follower)
    {
        var item = new VisibleItem(Author, audience, AuthorPrivate: privateAccount);
        Visibility.See(item, Stranger, Viewer.Anonymous()).ShouldBe(stranger);
        Visibility.See(item, Stranger, SignedIn()).ShouldBe(stranger);
        Visibility.See(item, Follower, SignedIn()).ShouldBe(follower);
        Visibility.See(item, Stranger, SignedIn(Author)).ShouldBe(Sight.Visible);
        Visibility.See(item, Stranger, Viewer.System).ShouldBe(Sight.Visible);
        foreach (var relation in new[] { Blocked, Blocker, BlockedFollower }) Visibility.See(item, relation, SignedIn()).ShouldBe(Sight.NotFound);
    }

    [Fact]
    public void What_is_removed_or_of_a_deleted_account_is_gone_for_all_but_the_system()
    {
        foreach (var item in new[] { new VisibleItem(Author, Audience.Public, Removed: true), new VisibleItem(Author, Audience.Public, AuthorDeleted: true) })
        {
            Visibility.See(item, Follower, SignedIn()).ShouldBe(Sight.NotFound);
            Visibility.See(item, Stranger, SignedIn(Author)).ShouldBe(Sight.NotFound);
            Visibility.See(item, Stranger, SignedIn(role: AccountRole.Admin)).ShouldBe(Sight.NotFound);
        }
    }

    [Fact]
    public void What_is_not_published_or_of_a_suspended_account_is_its_authors_alone()
    {
        foreach (var item in new[] { new VisibleItem(Author, Audience.Public, Published: false), new VisibleItem(Author, Audience.Public, AuthorSuspended: true) })
        {
            Visibility.See(item, Follower, SignedIn()).ShouldBe(Sight.NotFound);
            Visibility.See(item, Stranger, SignedIn(Author)).ShouldBe(Sight.Visible);
            Visibility.IsPublic(item).ShouldBeFalse();
        }
    }

    [Fact]
    public void Lists_leave_out_the_unlisted_and_the_muted()
    {
        Visibility.CanList(new VisibleItem(Author, Audience.Public), Stranger, Viewer.Anonymous()).ShouldBeTrue();
        Visibility.CanList(new VisibleItem(Author, Audience.Unlisted), Stranger, Viewer.Anonymous()).ShouldBeFalse();
        Visibility.CanList(new VisibleItem(Author, Audience.Public), new Relation(Muted: true), SignedIn()).ShouldBeFalse();
        Visibility.CanList(new VisibleItem(Author, Audience.Followers), Follower, SignedIn()).ShouldBeTrue();
        Visibility.CanList(new VisibleItem(Author, Audience.Public, Published: false), Stranger, SignedIn(Author)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Audience.Public, false, true)]
    [InlineData(Audience.Unlisted, false, true)]
    [InlineData(Audience.Public, true, false)]
    [InlineData(Audience.Followers, false, false)]
    [InlineData(Audience.Private, false, false)]
    public void Only_what_everybody_sees_may_lie_in_public(Audience audience, bool privateAccount, bool isPublic)
        => Visibility.IsPublic(new VisibleItem(Author, audience, AuthorPrivate: privateAccount)).ShouldBe(isPublic);

    private static Viewer SignedIn(Guid? account = null, AccountRole role = AccountRole.User)
        => Viewer.SignedIn("token", new VerifiedToken(account ?? Guid.CreateVersion7(), Guid.CreateVersion7(), role, DateTimeOffset.MaxValue));
}
