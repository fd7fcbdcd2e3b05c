using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zoetrope.Platform.Events.Kafka;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>librdkafka's own mock cluster: three brokers over TCP in this process, in memory. It can lose brokers and old records.</summary>
internal sealed partial class MockKafka : IDisposable
{
    private readonly nint _client;
    private readonly nint _cluster;

    [ModuleInitializer]
    internal static void UseBundledLibrary() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), KafkaLibrary.Resolve);

    public MockKafka(int brokers = 3)
    {
        var settings = ConfNew();
        SetLog(settings, 0);
        _client = New(0, settings, 0, 0);
        _cluster = ClusterNew(_client, brokers);
        Brokers = Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;
    }

    public string Brokers { get; }

    public void Create(string topic, int partitions) => Check(TopicCreate(_cluster, topic, partitions, 3));

    /// <summary>Deletes what stands before this offset, as Kafka does when told to.</summary>
    public void DeleteBefore(string topic, int partition, long offset) => Check(DeleteRecords(_cluster, topic, partition, offset));

    /// <summary>Stops a broker (1, 2, 3): its connections break, its partitions have no leader until another is named.</summary>
    public void Down(int broker) => Check(SetDown(_cluster, broker));

    public void Up(int broker) => Check(SetUp(_cluster, broker));

    public void Lead(string topic, int partition, int broker) => Check(SetLeader(_cluster, topic, partition, broker));

    private static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException($"The mock cluster answered {error}.");
    }

    public void Dispose()
    {
        ClusterDestroy(_cluster);
        Destroy(_client);
    }

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_new")]
    private static partial nint ConfNew();

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_conf_set_log_cb")]
    private static partial void SetLog(nint conf, nint callback);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint conf, nint error, nint size);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_destroy")]
    private static partial void Destroy(nint client);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint ClusterNew(nint client, int brokers);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void ClusterDestroy(nint cluster);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int TopicCreate(nint cluster, string topic, int partitions, int replication);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_partition_delete_records", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DeleteRecords(nint cluster, string topic, int partition, long before);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetDown(nint cluster, int broker);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetUp(nint cluster, int broker);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetLeader(nint cluster, string topic, int partition, int broker);
}
