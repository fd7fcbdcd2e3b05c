using static Zoetrope.Product.Tests.Safety.RouteRules;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>
/// The same rules one door further in: every method of every service in <c>contracts/</c>, with what each viewer meets there although they come
/// with the cluster's credential. A method that has no line here fails the matrix; one that may be asked in two ways has two lines.
/// </summary>
internal static class RpcRules
{
    /// <param name="Expect">As in <see cref="RouteRules"/>: 200 for "let in", or the status that the refusal becomes.</param>
    /// <param name="Body">The request as JSON; what stands in braces is filled in.</param>
    /// <param name="Spoils">Only those who are refused ask it: it would take away what the others need.</param>
    internal sealed record Rule(string Method, Func<string, string, int> Expect, string Body = "{}", bool Spoils = false);

    /// <summary>Methods about one clip, or about a comment under it by its owner: by the audience of the clip.</summary>
    public static readonly Rule[] OfClips =
    [
        new("video.v1.Catalog/GetVideo", Sees, """{"id":"{clip}"}"""),
        new("interaction.v1.Comments/ListComments", Sees, """{"video_id":"{clip}"}"""),
        new("interaction.v1.Comments/ListParticipants", Sees, """{"video_id":"{clip}"}"""),
        new("interaction.v1.Comments/GetComment", Sees, """{"id":"{comment}"}"""),
        new("interaction.v1.Comments/ListReplies", Sees, """{"comment_id":"{comment}"}"""),
        new("interaction.v1.Plays/Share", Sees, """{"video_id":"{clip}","channel":"link"}"""),
        new("interaction.v1.Plays/Report", Sees, """{"kind":"video","target_id":"{clip}","reason":"spam"}"""),
        new("interaction.v1.Plays/Report", Sees, """{"kind":"comment","target_id":"{comment}","reason":"spam"}"""),
        new("recommendation.v1.Feeds/GetSimilar", Sees, """{"video_id":"{clip}"}"""),
        new("recommendation.v1.Feeds/SetNotInterested", Sees, """{"video_id":"{clip}","not_interested":true}"""),
        new("recommendation.v1.Feeds/SetNotInterested", Anybody, """{"video_id":"{clip}"}"""),

        new("interaction.v1.Likes/SetLike", Acts, """{"video_id":"{clip}","liked":true}"""),
        new("interaction.v1.Likes/SetSave", Acts, """{"video_id":"{clip}","saved":true}"""),
        new("interaction.v1.Comments/AddComment", Acts, """{"video_id":"{clip}","text":"May I"}"""),
        new("interaction.v1.Comments/SetCommentLike", Acts, """{"id":"{comment}","liked":true}"""),
        new("notification.v1.Inbox/SetThreadMute", Acts, """{"video_id":"{clip}","muted":true}"""),
        new("notification.v1.Inbox/SetThreadMute", Acts, """{"comment_id":"{comment}","muted":true}"""),
        new("notification.v1.Inbox/SetThreadMute", SignedIn, """{"video_id":"{clip}"}"""),

        new("video.v1.Catalog/UpdateVideo", Owns, """{"id":"{clip}"}"""),
        new("video.v1.Catalog/RetryVideo", Owns, """{"id":"{clip}"}"""),
        new("video.v1.Catalog/SetCover", Owns, """{"id":"{clip}"}"""),
        new("video.v1.Catalog/SetCaption", Owns, """{"id":"{clip}","locale":"en"}"""),
        new("video.v1.Catalog/DeleteVideo", Removes, """{"id":"{clip}"}""", Spoils: true),
        new("interaction.v1.Comments/EditComment", Owns, """{"id":"{comment}","text":"Still mine"}"""),
        new("interaction.v1.Comments/DeleteComment", Removes, """{"id":"{comment}"}""", Spoils: true),
        new("interaction.v1.Comments/SetCommentPin", Owns, """{"id":"{comment}"}"""),
        new("interaction.v1.Statistics/GetVideoStatistics", Studies, """{"video_id":"{clip}"}"""),
    ];

    /// <summary>Methods about one person, who has blocked "blocked": by their blocks, and whether their account is private.</summary>
    public static readonly Rule[] OfPeople =
    [
        new("auth.v1.People/GetProfile", Knows, """{"username":"{name}"}"""),
        new("interaction.v1.Plays/Report", Knows, """{"kind":"user","target_id":"{person}","reason":"spam"}"""),
        new("interaction.v1.Follows/ListFollowers", Enters, """{"user_id":"{person}"}"""),
        new("interaction.v1.Follows/ListFollowing", Enters, """{"user_id":"{person}"}"""),
        new("interaction.v1.Likes/ListLiked", Enters, """{"user_id":"{person}"}"""),
        new("video.v1.Catalog/ListByAuthor", Enters, """{"author_id":"{person}"}"""),
        new("interaction.v1.Follows/SetFollow", Meets, """{"user_id":"{person}","follow":true}""", Spoils: true),
        new("interaction.v1.Follows/SetBlock", Meets, """{"user_id":"{person}","block":true}""", Spoils: true),
        new("interaction.v1.Follows/SetMute", Meets, """{"user_id":"{person}","mute":true}""", Spoils: true),
    ];

    /// <summary>Methods that take many at once and pass over what the viewer may not see: asked for that alone, they answer nothing.</summary>
    public static readonly Rule[] OfManyClips =
    [
        new("video.v1.Catalog/GetVideos", Sees, """{"ids":["{clip}"]}"""),
        new("interaction.v1.Counts/GetVideoCounts", Sees, """{"video_ids":["{clip}"]}"""),
        new("interaction.v1.Plays/RecordWatches", Sees, """{"items":[{"video_id":"{clip}","play_id":"{new}","watched_ms":900}]}"""),
    ];

    public static readonly Rule[] OfManyPeople =
    [
        new("auth.v1.People/GetCards", Knows, """{"ids":["{person}"]}"""),
        new("auth.v1.People/FindByUsernames", Knows, """{"usernames":["{name}"]}"""),
        new("interaction.v1.Counts/GetUserCounts", Knows, """{"user_ids":["{person}"]}"""),
    ];

    /// <summary>Methods that choose themselves what they name: never a clip that the viewer may not see.</summary>
    public static readonly Rule[] NamingClips =
    [
        new("video.v1.Catalog/ListLatest", Sees, """{"page":{"limit":50}}"""),
        new("video.v1.Catalog/ListByAuthor", Sees, """{"author_id":"{person}"}"""),
        new("video.v1.Search/SearchVideos", Sees, """{"query":"matrix"}"""),
        new("video.v1.Search/ListTagVideos", Sees, """{"tag":"matrix"}"""),
        new("interaction.v1.Likes/ListLiked", Sees, """{"user_id":"{person}"}"""),
        new("recommendation.v1.Feeds/GetForYou", Sees, """{"limit":50,"seed_video_id":"{clip}"}"""),
        new("recommendation.v1.Feeds/GetFollowing", Sees, """{"page":{"limit":50}}"""),
        new("recommendation.v1.Feeds/GetSimilar", Sees, """{"video_id":"{clip}","limit":50}"""),
    ];

    public static readonly Rule[] NamingPeople =
    [
        new("auth.v1.People/SearchPeople", Knows, """{"query":"{name}"}"""),
        new("interaction.v1.Follows/SuggestPeople", Knows, """{"candidates":["{person}"]}"""),
        new("recommendation.v1.Feeds/SuggestAuthors", Knows),
    ];

    /// <summary>Methods that tell of nobody but the viewer, of the place as a whole, or nothing without a credential of their own.</summary>
    public static readonly Rule[] OfThePlace =
    [
        new("auth.v1.Instance/GetInstance", Anybody),
        new("auth.v1.Instance/CheckInvite", Anybody),
        new("auth.v1.Instance/SetUp", Gone),
        new("auth.v1.Sessions/GetKeys", Anybody),
        new("auth.v1.Accounts/Register", Anybody),
        new("auth.v1.Accounts/CheckUsername", Anybody),
        new("auth.v1.Recovery/ForgotPassword", Anybody),
        new("auth.v1.Recovery/ResetPassword", Anybody),
        new("auth.v1.Recovery/VerifyEmail", Anybody),
        new("auth.v1.Passkeys/GetSignInOptions", Anybody),
        new("auth.v1.Accounts/LogIn", Proven),
        new("auth.v1.Passkeys/LogInWithPasskey", Proven),
        new("auth.v1.Sessions/Exchange", Proven),
        new("auth.v1.Sessions/Refresh", Proven),
        // How many public clips somebody has is no secret from anybody who is signed out, so a block cannot make it one.
        new("video.v1.Catalog/CountByAuthors", Anybody, """{"author_ids":["{person}"]}"""),
        // Tags and their numbers are made of public clips alone.
        new("video.v1.Search/GetTag", Anybody, """{"tag":"matrix"}"""),
        new("video.v1.Search/SearchTags", Anybody, """{"query":"matrix"}"""),
        new("video.v1.Search/ListTrendingTags", Anybody),

        // A signed-out device has a feed of its own.
        new("recommendation.v1.Feeds/GetFeedPreferences", Devices),
        new("recommendation.v1.Feeds/UpdateFeedPreferences", Devices, """{"preferences":{"personalised":true}}"""),
        new("recommendation.v1.Feeds/ResetTaste", Devices),
        new("recommendation.v1.Feeds/SetTagFollow", Self, """{"tag":"nothing"}"""),

        new("auth.v1.Accounts/GetMe", Self),
        new("auth.v1.Accounts/UpdateMe", Self),
        new("auth.v1.Accounts/SetAvatar", Self),
        new("auth.v1.Accounts/RestoreMe", Self),
        new("auth.v1.Accounts/ChangePassword", Self, Spoils: true),
        new("auth.v1.Accounts/DeleteMe", Self, Spoils: true),
        new("auth.v1.Recovery/ChangeEmail", Self, """{"email":"new@example.org"}""", Spoils: true),
        new("auth.v1.Recovery/ResendVerification", Self, Spoils: true),
        new("auth.v1.SecondFactor/BeginTotp", Self, Spoils: true),
        new("auth.v1.SecondFactor/ConfirmTotp", Self),
        new("auth.v1.SecondFactor/RenewRecoveryCodes", Self, Spoils: true),
        new("auth.v1.SecondFactor/RemoveTotp", Self, Spoils: true),
        new("auth.v1.Passkeys/GetCreationOptions", Self, Spoils: true),
        new("auth.v1.Passkeys/AddPasskey", Self),
        new("auth.v1.Passkeys/ListPasskeys", Self),
        new("auth.v1.Sessions/ListSessions", Self),
        new("auth.v1.Sessions/LogOut", Self, Spoils: true),
        new("auth.v1.PersonalData/Export", Self),
        new("auth.v1.PersonalData/TellOfArchive", Self, Spoils: true),
        new("video.v1.PersonalData/Export", Self),
        new("video.v1.Catalog/CreateVideo", Self),
        new("video.v1.Catalog/ListMine", Self),
        new("video.v1.Uploads/CreateUpload", Self, """{"check_only":true,"size":1}"""),
        new("video.v1.Uploads/ListUploads", Self),
        new("interaction.v1.PersonalData/Export", Self),
        new("interaction.v1.Likes/ListSaved", Self),
        // Marks are the viewer's own comments and likes, whatever has become of the clip.
        new("interaction.v1.Comments/MarkComments", Self, """{"video_id":"{new}","as_of":"1"}"""),
        new("interaction.v1.Statistics/GetMyStatistics", Self),
        new("interaction.v1.Plays/ListHistory", Self),
        new("interaction.v1.Plays/ClearHistory", Self),
        new("interaction.v1.Follows/AnswerRequest", Self, """{"follower_id":"{new}"}""", Spoils: true),
        new("interaction.v1.Follows/ListRequests", Self),
        new("interaction.v1.Follows/ListBlocks", Self),
        new("interaction.v1.Follows/ListMutes", Self),
        new("interaction.v1.Follows/ListMutuals", Self),
        // Also who blocked the viewer: services ask it to decide what to show, and the gateway never passes it on.
        new("interaction.v1.Follows/GetRelations", Anybody, """{"user_ids":["{person}"]}"""),
        new("notification.v1.PersonalData/Export", Self),
        new("notification.v1.Inbox/ListNotifications", Self),
        new("notification.v1.Inbox/GetNotification", Self, """{"id":"{new}"}"""),
        new("notification.v1.Inbox/GetUnread", Self),
        new("notification.v1.Inbox/MarkRead", Self),
        new("notification.v1.Inbox/GetPreferences", Self),
        new("notification.v1.Inbox/UpdatePreferences", Self),
        new("notification.v1.Presence/GetPresence", Self),
        new("recommendation.v1.PersonalData/Export", Self),

        // What belongs to the owner and is there for nobody else, whatever they are.
        new("auth.v1.Sessions/EndSession", Mine, """{"session_id":"{session}"}""", Spoils: true),
        new("auth.v1.Passkeys/RemovePasskey", Mine, """{"id":"{new}"}""", Spoils: true),
        new("video.v1.Uploads/GetUpload", Mine, """{"id":"{upload}"}"""),
        new("video.v1.Uploads/Append", Mine, """{"id":"{upload}"}"""),
        new("video.v1.Uploads/TerminateUpload", Mine, """{"id":"{upload}"}""", Spoils: true),
        new("recommendation.v1.Feeds/Explain", Remembers, """{"impression_id":"{impression}"}"""),

        new("auth.v1.Administration/ListAccounts", Moderates),
        new("auth.v1.Administration/SetSuspended", Moderates, """{"user_id":"{person}","suspended":true}""", Spoils: true),
        new("interaction.v1.Plays/ListReports", Moderates),
        new("interaction.v1.Plays/SetReport", Moderates, """{"id":"{new}","state":"open"}""", Spoils: true),

        new("auth.v1.Administration/ListApplicants", Administers),
        new("auth.v1.Administration/AnswerApplicant", Administers, """{"user_id":"{new}"}""", Spoils: true),
        new("auth.v1.Administration/SetRole", Administers, """{"user_id":"{person}","role":"admin"}""", Spoils: true),
        new("auth.v1.Instance/UpdateInstance", Administers, Spoils: true),
        new("auth.v1.Instance/SetInstanceIcon", Administers),
        new("auth.v1.Instance/CreateInvite", Administers, Spoils: true),
        new("auth.v1.Instance/ListInvites", Administers),
        new("auth.v1.Instance/DeleteInvite", Administers, """{"code":"none"}"""),
        new("notification.v1.Inbox/Announce", Administers, """{"text":"Hear, hear"}""", Spoils: true),

        new("auth.v1.Sessions/ListRevocations", Serves),
        new("auth.v1.Mail/SendMail", Serves, Spoils: true),
        new("auth.v1.DemoPeople/ListDemoPeople", Serves),
        new("auth.v1.DemoPeople/AddDemoPerson", Serves, Spoils: true),
        new("auth.v1.DemoPeople/RemoveDemoPeople", Serves, Spoils: true),
        new("video.v1.Catalog/BackdateVideo", Serves, """{"id":"{new}","published_at_ms":"1"}""", Spoils: true),
        new("interaction.v1.Counts/Audit", Serves),
        new("interaction.v1.Follows/FilterFollowers", Serves, """{"user_id":"{person}"}"""),
        new("interaction.v1.Follows/FilterHiding", Serves, """{"user_id":"{person}"}"""),
        new("interaction.v1.Follows/GetRelations", Serves, """{"of_id":"{person}","user_ids":["{new}"]}"""),
        new("notification.v1.Presence/ReportOnline", Serves, """{"gateway_id":"nobody's"}"""),
    ];

    public static IEnumerable<Rule> All => [.. OfClips, .. OfPeople, .. OfManyClips, .. OfManyPeople, .. NamingClips, .. NamingPeople, .. OfThePlace];

    /// <summary>Whoever asks meets the same: set up long ago.</summary>
    private static int Gone(string viewer, string _) => 404;

    /// <summary>Who one is counts for nothing without what proves it in the request itself.</summary>
    private static int Proven(string viewer, string _) => 401;

    private static int Devices(string viewer, string _) => viewer == "system" ? 401 : 200;
    private static int Self(string viewer, string _) => viewer is "signed out" or "system" ? 401 : 200;
    private static int Mine(string viewer, string _) => Self(viewer, _) == 401 ? 401 : Remembers(viewer, _);
    private static int Remembers(string viewer, string _) => viewer == "owner" ? 200 : 404;
    private static int Moderates(string viewer, string _) => viewer == "moderator" ? 200 : Administers(viewer, _);
    private static int Administers(string viewer, string _) => viewer is "admin" or "system" ? 200 : Self(viewer, _) == 401 ? 401 : 403;
    private static int Serves(string viewer, string _) => viewer == "system" ? 200 : 403;
}
