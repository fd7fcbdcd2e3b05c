// Short names for the shapes of the public API. The shapes themselves are generated from its OpenAPI document:
// tools/api-document.sh writes contracts/openapi.json and document.ts anew.
import type { components } from "./document";

type Schemas = components["schemas"];

/** A list page. Only `nextCursor: null` ends a list; a page may be short or empty. */
export type Page<T> = Omit<Schemas["PageOfVideo"], "items"> & { items: T[] };

/** RFC 9457: the one shape of every refusal. */
export type ProblemBody = Schemas["ProblemBody"];

/** A sentence the server wrote: translated by `code`, `text` is the fallback. */
export type Sentence = Schemas["Sentence"];
/** A tag, mention or link in a text; offsets are UTF-16. */
export type TextEntity = Schemas["TextEntity"];

export type Instance = Schemas["InstanceAnswer"];
export type Registration = Instance["registration"];
export type Invite = Schemas["InviteAnswer"];

export type UserSummary = Schemas["UserSummary"];
export type ListedUser = Schemas["ListedUser"];
export type SuggestedUser = Schemas["SuggestedUser"];
export type Profile = Schemas["Profile"];
export type ProfileViewer = Schemas["ProfileViewer"];
export type Settings = Schemas["Settings"];
export type Permission = Settings["whoCanComment"];
export type Me = Schemas["Me"];
export type Session = Schemas["Session"];
export type SessionItem = Schemas["ListSessionsSessionItem"];
export type FollowState = Schemas["FollowUserAnswer"];

export type Video = Schemas["Video"];
export type VideoSource = Schemas["Source"];
export type Playback = Schemas["Playback"];
export type Poster = Schemas["Poster"];
export type PosterImage = Schemas["PosterImage"];
export type VideoStats = Schemas["VideoStats"];
export type VideoViewer = Schemas["VideoViewer"];
export type VideoState = Video["state"];
export type Processing = Schemas["Processing"];
export type VideoLabel = Video["labels"][number];
export type Audience = Video["audience"];
export type LikeState = Schemas["LikeVideoAnswer"];
export type SaveState = Schemas["SaveVideoAnswer"];
export type Comment = Schemas["Comment"];
export type CommentLikeState = Schemas["LikeCommentAnswer"];

export type FeedItem = Schemas["FeedItemCard"];
export type ForYouPage = Schemas["GetForYouAnswer"];
export type FeedStatus = ForYouPage["status"];
export type Why = Schemas["ExplainImpressionAnswer"];
export type WhyContribution = Schemas["ExplainImpressionPart"];
export type FeedPreferences = Schemas["PreferencesAnswer"];

export type Watch = Schemas["RecordWatchesPlay"];
export type WatchSource = Watch["source"];

export type Notification = Schemas["Notification"];
export type NotificationType = Notification["type"];
export type Unread = Schemas["ReadInboxUnreadAnswer"];
export type InboxRead = Schemas["ReadInboxReadBody"];

export type Suggestion = Schemas["SuggestSuggestion"];
export type Tag = Schemas["TagCard"];
export type UnfinishedUpload = Schemas["ListUploadsUnfinishedUpload"];

type OfOne = Schemas["VideoStatisticsAnswer"];
type OfAll = Schemas["MyStatisticsAnswer"];
/** Of one video, with its retention, or of all of one's own, with those most viewed. */
export type Statistics = Pick<OfOne, keyof OfOne & keyof OfAll> & Partial<OfOne & OfAll>;
export type StatisticsTotals = Schemas["StatisticsTotals"];

export type FiledReport = Schemas["ReportCard"];
export type ManagedUser = Schemas["ManagePeopleManagedUser"];
export type Applicant = Schemas["AnswerApplicantsApplicantItem"];
export type Discovery = Schemas["DiscoverAnswer"];
export type NotificationPlaces = Schemas["NotificationPreferencesPlaces"];
export type TotpBegun = Schemas["TotpBegun"];
export type TotpCodes = Schemas["TotpCodes"];
export type Passkey = Schemas["PasskeysItem"];
export type SetupAnswer = Schemas["SetUpAnswer"];
