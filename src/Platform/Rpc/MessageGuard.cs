using System.Collections.Concurrent;
using Grpc.Core;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// Makes an in-process call as strict as one over the network, for tests (<c>Rpc:Guard=true</c>): every message is serialised and parsed
/// again, must fit the size limit, and must not be changed once it was sent, by either side.
/// </summary>
internal sealed class MessageGuard(int maxBytes)
{
    private const int Watched = 64;

    private readonly ConcurrentQueue<Sent> _sent = new();

    public T Send<T>(Marshaller<T> marshaller, T message, string method) where T : class
    {
        CheckSent();
        var bytes = Serialise(marshaller, message);
        if (bytes.Length > maxBytes) throw new RpcException(new Status(StatusCode.ResourceExhausted, $"{method}: a message of {bytes.Length} bytes; the limit is {maxBytes}."));
        _sent.Enqueue(new Sent(method, bytes, () => Serialise(marshaller, message)));
        while (_sent.Count > Watched) _sent.TryDequeue(out _);
        return marshaller.ContextualDeserializer(new Parsing(bytes));
    }

    private void CheckSent()
    {
        foreach (var sent in _sent)
        {
            if (!sent.Now().AsSpan().SequenceEqual(sent.Bytes))
                throw new InvalidOperationException($"A message of {sent.Method} was changed after it had been sent.");
        }
    }

    private static byte[] Serialise<T>(Marshaller<T> marshaller, T message)
    {
        var context = new Serialising();
        marshaller.ContextualSerializer(message, context);
        return context.Bytes;
    }

    private sealed record Sent(string Method, byte[] Bytes, Func<byte[]> Now);

    private sealed class Serialising : SerializationContext
    {
        private readonly System.Buffers.ArrayBufferWriter<byte> _buffer = new();
        private byte[]? _bytes;
        public byte[] Bytes => _bytes ?? _buffer.WrittenSpan.ToArray();
        public override void Complete(byte[] payload) => _bytes = payload;
        public override void SetPayloadLength(int payloadLength) { }
        public override System.Buffers.IBufferWriter<byte> GetBufferWriter() => _buffer;
        public override void Complete() { }
    }

    private sealed class Parsing(byte[] bytes) : DeserializationContext
    {
        public override int PayloadLength => bytes.Length;
        public override byte[] PayloadAsNewBuffer() => bytes;
        public override System.Buffers.ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(bytes);
    }
}
