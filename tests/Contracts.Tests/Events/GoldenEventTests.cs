using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Contracts.Tests.Events;

/// <summary>
/// The bytes of every event, as they lie in logs out there, of every version it had. A change that reads or writes them otherwise fails
/// here. For a new event or field run once with <c>ZOETROPE_GOLDEN=write</c>: it adds a file and never changes one.
/// </summary>
public sealed class GoldenEventTests
{
    public static TheoryData<string> Payloads => [.. Event.Descriptor.Oneofs[0].Fields.Select(payload => payload.Name)];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Old_bytes_are_read_and_written_as_they_were(string payload)
    {
        var sample = Sample(payload);
        var versions = Versions(payload);
        if (Environment.GetEnvironmentVariable("ZOETROPE_GOLDEN") == "write" && (versions.Count == 0 || !versions[^1].AsSpan().SequenceEqual(sample.ToByteArray())))
        {
            File.WriteAllText(FileOf(payload, versions.Count + 1), Convert.ToHexStringLower(sample.ToByteArray()) + "\n");
            versions = Versions(payload);
        }

        foreach (var old in versions) Event.Parser.ParseFrom(old).ToByteArray().ShouldBe(old);
        Event.Parser.ParseFrom(versions[^1]).ShouldBe(sample);
        sample.ToByteArray().ShouldBe(versions[^1]);
    }

    /// <summary>Oldest first.</summary>
    private static List<byte[]> Versions(string payload)
        => [.. Enumerable.Range(1, 99).Select(version => FileOf(payload, version)).TakeWhile(File.Exists).Select(file => Convert.FromHexString(File.ReadAllText(file).Trim()))];

    private static string FileOf(string payload, int version) => Path.Combine(Folder(), version == 1 ? $"{payload}.hex" : $"{payload}.{version}.hex");

    /// <summary>An event with every field set, the same each time.</summary>
    private static Event Sample(string payload)
    {
        var sample = new Event { Id = "01932f1e-0000-7000-8000-000000000001", TimeMs = 1_767_225_600_000, Key = "key", Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        var field = Event.Descriptor.FindFieldByName(payload);
        field.Accessor.SetValue(sample, Filled(field.MessageType));
        return sample;
    }

    private static IMessage Filled(MessageDescriptor type)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (field.IsRepeated) ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Value(field));
            else field.Accessor.SetValue(message, Value(field));
        }
        return message;
    }

    private static object Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => $"{field.Name}-ü",
        FieldType.Bool => true,
        FieldType.Int32 => field.FieldNumber * 1000,
        FieldType.Int64 => field.FieldNumber * 1_000_000_007L,
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, 2),
        FieldType.Message => Filled(field.MessageType),
        _ => throw new NotSupportedException($"{field.FullName}: say here what a {field.FieldType} is filled with."),
    };

    private static string Folder([CallerFilePath] string here = "")
        => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(here)!, "golden")).FullName;
}
