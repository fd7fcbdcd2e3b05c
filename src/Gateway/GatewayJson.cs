using System.Text.Json.Serialization;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Comments;
using Zoetrope.Gateway.Feed;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Instance;
using Zoetrope.Gateway.Notifications;
using Zoetrope.Gateway.Pages;
using Zoetrope.Gateway.Search;
using Zoetrope.Gateway.Sessions;
using Zoetrope.Gateway.Uploads;
using Zoetrope.Gateway.Users;
using Zoetrope.Gateway.Videos;

namespace Zoetrope.Gateway;

/// <summary>Serialisers of everything the public API takes and gives, made at compile time: no reflection on the hot path.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Video))]
[JsonSerializable(typeof(Page<Video>))]
[JsonSerializable(typeof(Items<Video>))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Page<UserSummary>))]
[JsonSerializable(typeof(Page<ListedUser>))]
[JsonSerializable(typeof(Items<SuggestedUser>))]
[JsonSerializable(typeof(Comment))]
[JsonSerializable(typeof(Page<Comment>))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(Page<Notification>))]
[JsonSerializable(typeof(Register.Body), TypeInfoPropertyName = "RegisterBody")]
[JsonSerializable(typeof(CheckUsername.Answer), TypeInfoPropertyName = "CheckUsernameAnswer")]
[JsonSerializable(typeof(LogIn.Body), TypeInfoPropertyName = "LogInBody")]
[JsonSerializable(typeof(Refresh.Body), TypeInfoPropertyName = "RefreshBody")]
[JsonSerializable(typeof(Items<ListSessions.SessionItem>))]
[JsonSerializable(typeof(ListSessions.SessionItem))]
[JsonSerializable(typeof(ChangePassword.Body), TypeInfoPropertyName = "ChangePasswordBody")]
[JsonSerializable(typeof(InstanceAnswer))]
[JsonSerializable(typeof(InstanceChange))]
[JsonSerializable(typeof(SetUp.Body), TypeInfoPropertyName = "SetUpBody")]
[JsonSerializable(typeof(SetUp.Answer), TypeInfoPropertyName = "SetUpAnswer")]
[JsonSerializable(typeof(Invites.Body), TypeInfoPropertyName = "InviteBody")]
[JsonSerializable(typeof(InviteAnswer))]
[JsonSerializable(typeof(Items<InviteAnswer>))]
[JsonSerializable(typeof(UpdateMe.Body), TypeInfoPropertyName = "UpdateMeBody")]
[JsonSerializable(typeof(DeleteMe.Body), TypeInfoPropertyName = "DeleteMeBody")]
[JsonSerializable(typeof(DeleteMe.Answer), TypeInfoPropertyName = "DeleteMeAnswer")]
[JsonSerializable(typeof(FollowUser.Answer), TypeInfoPropertyName = "FollowAnswer")]
[JsonSerializable(typeof(ProfileViewer))]
[JsonSerializable(typeof(CreateVideo.Body), TypeInfoPropertyName = "CreateVideoBody")]
[JsonSerializable(typeof(CreateVideo.Edit), TypeInfoPropertyName = "CreateVideoEdit")]
[JsonSerializable(typeof(UpdateVideo.Body), TypeInfoPropertyName = "UpdateVideoBody")]
[JsonSerializable(typeof(LikeVideo.Answer), TypeInfoPropertyName = "LikeVideoAnswer")]
[JsonSerializable(typeof(SaveVideo.Answer), TypeInfoPropertyName = "SaveVideoAnswer")]
[JsonSerializable(typeof(ShareVideo.Body), TypeInfoPropertyName = "ShareBody")]
[JsonSerializable(typeof(ShareVideo.Answer), TypeInfoPropertyName = "ShareAnswer")]
[JsonSerializable(typeof(NotInterested.Body), TypeInfoPropertyName = "NotInterestedBody")]
[JsonSerializable(typeof(RecordWatches.Body), TypeInfoPropertyName = "RecordWatchesBody")]
[JsonSerializable(typeof(RecordWatches.Play))]
[JsonSerializable(typeof(RecordWatches.Answer), TypeInfoPropertyName = "RecordWatchesAnswer")]
[JsonSerializable(typeof(ReportContent.Body), TypeInfoPropertyName = "ReportBody")]
[JsonSerializable(typeof(ReportContent.Answer), TypeInfoPropertyName = "ReportAnswer")]
[JsonSerializable(typeof(AddComment.Body), TypeInfoPropertyName = "AddCommentBody")]
[JsonSerializable(typeof(OneComment.Body), TypeInfoPropertyName = "EditCommentBody")]
[JsonSerializable(typeof(LikeComment.Answer), TypeInfoPropertyName = "LikeCommentAnswer")]
[JsonSerializable(typeof(PinComment.Answer), TypeInfoPropertyName = "PinAnswer")]
[JsonSerializable(typeof(GetForYou.Answer), TypeInfoPropertyName = "ForYouAnswer")]
[JsonSerializable(typeof(Page<FeedItemCard>))]
[JsonSerializable(typeof(Items<FeedItemCard>))]
[JsonSerializable(typeof(ExplainImpression.Answer), TypeInfoPropertyName = "WhyAnswer")]
[JsonSerializable(typeof(Preferences.Body), TypeInfoPropertyName = "PreferencesBody")]
[JsonSerializable(typeof(Preferences.Answer), TypeInfoPropertyName = "PreferencesAnswer")]
[JsonSerializable(typeof(TagCard))]
[JsonSerializable(typeof(Page<TagCard>))]
[JsonSerializable(typeof(Items<TagCard>))]
[JsonSerializable(typeof(Items<Suggest.Suggestion>))]
[JsonSerializable(typeof(Suggest.Suggestion))]
[JsonSerializable(typeof(Discover.Answer), TypeInfoPropertyName = "DiscoverAnswer")]
[JsonSerializable(typeof(Items<ListUploads.UnfinishedUpload>))]
[JsonSerializable(typeof(ListUploads.UnfinishedUpload))]
[JsonSerializable(typeof(ReadInbox.UnreadAnswer), TypeInfoPropertyName = "UnreadAnswer")]
[JsonSerializable(typeof(ReadInbox.ReadBody), TypeInfoPropertyName = "ReadBody")]
[JsonSerializable(typeof(Dictionary<string, NotificationPreferences.Places?>), TypeInfoPropertyName = "PlacesByType")]
[JsonSerializable(typeof(Oembed.Answer), TypeInfoPropertyName = "OembedAnswer")]
internal sealed partial class GatewayJson : JsonSerializerContext;
