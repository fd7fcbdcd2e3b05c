using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Zoetrope.Platform;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>Any method of any service, called as another process would call it: by its name alone, with whatever headers.</summary>
internal static class InternalCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Every method that <c>contracts/</c> has, by its name, such as <c>video.v1.Catalog/GetVideo</c>.</summary>
    public static IReadOnlyDictionary<string, MethodDescriptor> Methods { get; } = typeof(Contracts.Auth.V1.Accounts).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<ServiceDescriptor>()
        .SelectMany(service => service.Methods).ToDictionary(method => $"{method.Service.FullName["zoetrope.".Length..]}/{method.Name}");

    /// <summary>The role that serves a method.</summary>
    public static Role RoleOf(MethodDescriptor method) => Enum.Parse<Role>(method.Service.FullName.Split('.')[1], ignoreCase: true);

    /// <summary>The answer, of a stream its first message; empty where it was refused.</summary>
    public static async Task<(StatusCode Status, byte[] Answer)> CallAsync(GrpcChannel channel, MethodDescriptor method, Metadata headers, byte[] request)
    {
        var type = method.IsClientStreaming ? MethodType.ClientStreaming : method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var call = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        var (invoker, options) = (channel.CreateCallInvoker(), new CallOptions(headers, DateTime.UtcNow.AddSeconds(20)));
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    return (StatusCode.OK, await invoker.AsyncUnaryCall(call, null, options, request));
                case MethodType.ServerStreaming:
                    using (var stream = invoker.AsyncServerStreamingCall(call, null, options, request)) return (StatusCode.OK, await stream.ResponseStream.MoveNext(default) ? stream.ResponseStream.Current : []);
                default:
                    using (var stream = invoker.AsyncClientStreamingCall(call, null, options))
                    {
                        await stream.RequestStream.WriteAsync(request);
                        await stream.RequestStream.CompleteAsync();
                        return (StatusCode.OK, await stream);
                    }
            }
        }
        catch (RpcException refusal)
        {
            return (refusal.StatusCode, []);
        }
    }

    /// <summary>A message from its JSON form, with the names that the contract gives its fields.</summary>
    public static byte[] Message(MethodDescriptor method, string json) => JsonParser.Default.Parse(json, method.InputType).ToByteArray();
}
