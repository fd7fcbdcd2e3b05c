// The services' clients by their plain names. Folders of the gateway are called after what they serve (Comments, Search …), so
// the generated outer classes of the same names would hide behind namespaces.
global using AccountsClient = Zoetrope.Contracts.Auth.V1.Accounts.AccountsClient;
global using AdministrationClient = Zoetrope.Contracts.Auth.V1.Administration.AdministrationClient;
global using CatalogClient = Zoetrope.Contracts.Video.V1.Catalog.CatalogClient;
global using CommentsClient = Zoetrope.Contracts.Interaction.V1.Comments.CommentsClient;
global using CountsClient = Zoetrope.Contracts.Interaction.V1.Counts.CountsClient;
global using FeedsClient = Zoetrope.Contracts.Recommendation.V1.Feeds.FeedsClient;
global using FollowsClient = Zoetrope.Contracts.Interaction.V1.Follows.FollowsClient;
global using InboxClient = Zoetrope.Contracts.Notification.V1.Inbox.InboxClient;
global using InstanceClient = Zoetrope.Contracts.Auth.V1.Instance.InstanceClient;
global using LikesClient = Zoetrope.Contracts.Interaction.V1.Likes.LikesClient;
global using PasskeysClient = Zoetrope.Contracts.Auth.V1.Passkeys.PasskeysClient;
global using PeopleClient = Zoetrope.Contracts.Auth.V1.People.PeopleClient;
global using PlaysClient = Zoetrope.Contracts.Interaction.V1.Plays.PlaysClient;
global using PresenceClient = Zoetrope.Contracts.Notification.V1.Presence.PresenceClient;
global using RecoveryClient = Zoetrope.Contracts.Auth.V1.Recovery.RecoveryClient;
global using SearchClient = Zoetrope.Contracts.Video.V1.Search.SearchClient;
global using SecondFactorClient = Zoetrope.Contracts.Auth.V1.SecondFactor.SecondFactorClient;
global using SessionsClient = Zoetrope.Contracts.Auth.V1.Sessions.SessionsClient;
global using StatisticsClient = Zoetrope.Contracts.Interaction.V1.Statistics.StatisticsClient;
global using UploadsClient = Zoetrope.Contracts.Video.V1.Uploads.UploadsClient;
