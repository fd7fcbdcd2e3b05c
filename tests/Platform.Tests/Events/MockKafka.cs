using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zoetrope.Platform.Events.Kafka;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>
/// librdkafka's own mock cluster: three brokers over TCP in this process, in memory. It can lose brokers and old records.
/// Other tests in this process start programs, and the cluster is not made for that. The end of a child interrupts its poll, at
/// which it stops: its thread takes no signals. Taking a broker down binds its port anew, which a child between fork and exec
/// still holds, at which it aborts: a broker is lost and another added instead.
/// </summary>
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
        // A new thread has its maker's mask.
        using (new NoSignals()) _cluster = ClusterNew(_client, brokers);
        Brokers = Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;
    }

    public string Brokers { get; }

    public void Create(string topic, int partitions) => Check(TopicCreate(_cluster, topic, partitions, 3));

    /// <summary>Deletes what stands before this offset, as Kafka does when told to.</summary>
    public void DeleteBefore(string topic, int partition, long offset) => Check(DeleteRecords(_cluster, topic, partition, offset));

    /// <summary>Loses a broker (1, 2, 3): its connections break, the others take its partitions over.</summary>
    public void Lose(int broker) => Check(Decommission(_cluster, broker));

    /// <summary>Adds a broker in the place of a lost one, on another port; it takes over its share.</summary>
    public void Add(int broker) => Check(AddBroker(_cluster, broker));

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

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_decommission")]
    private static partial int Decommission(nint cluster, int broker);

    [LibraryImport("librdkafka", EntryPoint = "rd_kafka_mock_broker_add")]
    private static partial int AddBroker(nint cluster, int broker);

    /// <summary>Keeps signals from the thread that makes it until it is disposed of there.</summary>
    private readonly ref partial struct NoSignals
    {
        private const int Set = 2; // SIG_SETMASK of Linux
        private readonly byte[] _before = new byte[128]; // a sigset_t

        public NoSignals()
        {
            var all = new byte[_before.Length];
            if (!OperatingSystem.IsLinux()) return;
            Fill(all);
            Mask(Set, all, _before);
        }

        public void Dispose()
        {
            if (OperatingSystem.IsLinux()) Mask(Set, _before, new byte[_before.Length]);
        }

        [LibraryImport("libc", EntryPoint = "sigfillset")]
        private static partial int Fill(byte[] signals);

        [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
        private static partial int Mask(int how, byte[] signals, [Out] byte[] before);
    }
}
