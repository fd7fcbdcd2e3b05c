using Microsoft.Extensions.Configuration;

namespace Zoetrope.Platform.Events.Kafka;

/// <summary>The section <c>Kafka</c> of the configuration.</summary>
public sealed record KafkaOptions
{
    /// <summary>Bootstrap servers: <c>host:9092,host:9092</c>.</summary>
    public required string Brokers { get; init; }

    /// <summary>The one topic (<c>zoetrope-events</c>); consumers register as groups named <c>{topic}.{consumer}</c>.</summary>
    public string Topic { get; init; } = "zoetrope-events";

    /// <summary>Copies of a new topic; by default three, or as many as there are brokers.</summary>
    public short? Replication { get; init; }

    /// <summary>Any librdkafka property by its own name, for security above all: <c>Kafka:Client:sasl.username</c>.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    internal static KafkaOptions From(IConfiguration configuration) => new()
    {
        Brokers = configuration["Kafka:Brokers"] is { Length: > 0 } brokers ? brokers
            : throw new StartException("Events:Log is kafka, so Kafka:Brokers must name its brokers, for example kafka1:9092,kafka2:9092."),
        Topic = configuration["Kafka:Topic"] ?? "zoetrope-events",
        Replication = configuration.GetValue<short?>("Kafka:Replication"),
        Client = configuration.GetSection("Kafka:Client").GetChildren().Where(c => c.Value is not null).ToDictionary(c => c.Key, c => c.Value!),
    };
}
