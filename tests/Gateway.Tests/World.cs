using System.Collections.Concurrent;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;

namespace Zoetrope.Gateway.Tests;

/// <summary>What exists behind the gateway, as the services under <c>PlayedServices</c> tell it, and how often they were asked.</summary>
public sealed class World
{
    /// <summary>The largest upload that is taken.</summary>
    public const long MostBytes = 1L << 31;

    public ConcurrentDictionary<string, PersonCard> People { get; } = new();
    public ConcurrentDictionary<string, Video> Videos { get; } = new();
    public ConcurrentDictionary<string, VideoCounts> Counts { get; } = new();
    public ConcurrentDictionary<(string Of, string To), Relation> Relations { get; } = new();
    public ConcurrentDictionary<string, Comment> Comments { get; } = new();

    /// <summary>Session credentials that are good now, and what each stands for.</summary>
    public ConcurrentDictionary<string, (Guid Account, Guid Session)> Credentials { get; } = new();

    /// <summary>Credentials whose next page response should renew them.</summary>
    public ConcurrentDictionary<string, bool> Due { get; } = new();

    /// <summary>Bytes by upload.</summary>
    public ConcurrentDictionary<string, byte[]> Uploads { get; } = new();

    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <summary>What happens while a comment is being written.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Until when a service is asked for an archive's part.</summary>
    public TaskCompletionSource Archives { get; } = new();

    public InstanceInfo Instance { get; } = new() { Name = "Test place", Registration = "open", SignedOutBrowsing = true, MinimumAge = 16, Rules = "Be kind\nNo ads", Version = 1 };

    public void Called(string method) => Calls.AddOrUpdate(method, 1, (_, n) => n + 1);

    public Guid Person(string name, string whoCanComment = "everyone")
    {
        var id = Guid.CreateVersion7();
        People[id.ToString()] = new PersonCard
        {
            Card = new UserCard { Id = id.ToString(), Username = name, DisplayName = $"The {name}" },
            ShowPresence = true,
            WhoCanComment = whoCanComment,
            WhoCanMention = "everyone",
            Version = 1,
        };
        return id;
    }

    public Guid Video(Guid author, string title = "A clip")
    {
        var id = Guid.CreateVersion7();
        Videos[id.ToString()] = new Video
        {
            Id = id.ToString(),
            AuthorId = author.ToString(),
            Title = title,
            Description = "Words #sky",
            Tags = { "sky" },
            Entities = { new TextEntity { Type = "tag", Start = 6, End = 10, Value = "sky" } },
            CreatedAtMs = 1_790_000_000_000,
            PublishedAtMs = 1_790_000_001_000,
            State = "ready",
            DurationMs = 9000,
            Width = 1080,
            Height = 1920,
            HasAudio = true,
            Audience = "public",
            AllowComments = true,
            Version = 1,
            Playback = new Playback
            {
                Hls = $"/media/{id}/v/main.m3u8",
                Sources = { new Source { Url = $"/media/{id}/v/480.mp4", Width = 480, Height = 854, Bitrate = 800_000, Codec = "avc1.64001f", Bytes = 900_000, HeadBytes = 1400 } },
                Poster = new Poster { Color = "#102030", Thumbhash = "abcd", Images = { new Image { Url = $"/media/{id}/v/poster.webp", Width = 480, Type = "image/webp" } } },
                PreviewUrl = $"/media/{id}/v/preview.webp",
                PreviewType = "image/webp",
                OgUrl = $"/media/{id}/v/og.jpg",
            },
        };
        Counts[id.ToString()] = new VideoCounts { VideoId = id.ToString(), Likes = 3, Comments = 2, Views = 10, Shares = 1, Saves = 4, Rev = 7 };
        return id;
    }

    public Comment Comment(Guid video, Guid author, string text)
    {
        var comment = new Comment
        {
            Id = Guid.CreateVersion7().ToString(),
            VideoId = video.ToString(),
            AuthorId = author.ToString(),
            Text = text,
            CreatedAtMs = 1_790_000_002_000,
            Version = 1,
        };
        return Comments[comment.Id] = comment;
    }
}
