using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Shouldly;
using Xunit;
using Zoetrope.Platform;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>Where roles are apart they listen for each other; nobody else gets a word out of them, whatever method they try and whoever they say they are.</summary>
[Collection("matrix")]
public sealed class InternalCallTests(MatrixPlace place)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    [Fact]
    public async Task Without_the_clusters_credential_every_method_of_every_service_refuses()
    {
        Assert.SkipUnless(ZoetropeApp.IsSplit, "In one process nothing listens for internal calls.");
        var services = typeof(Contracts.Auth.V1.Accounts).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<ServiceDescriptor>().ToList();
        services.Count.ShouldBeGreaterThan(15);
        var answered = new List<string>();
        foreach (var service in services)
        {
            var role = Enum.Parse<Role>(service.FullName.Split('.')[1], ignoreCase: true);
            using var channel = GrpcChannel.ForAddress(place.App.InternalUrl(role));
            foreach (var method in service.Methods)
                // Saying that one is the system, or somebody's gateway, proves nothing.
                foreach (var headers in new[] { new Metadata(), new Metadata { { "zt-system", "1" } }, new Metadata { { "zt-behalf", $"{place.Owner.Me["id"]} {Guid.CreateVersion7()}" } }, new Metadata { { "zt-internal", "all.auth.1.AAAA" } } })
                    if (await StatusAsync(channel, service, method, headers) is var status and not StatusCode.Unauthenticated) answered.Add($"{service.FullName}/{method.Name} with {headers.Count} headers: {status}");
        }
        answered.ShouldBeEmpty();
    }

    private static async Task<StatusCode> StatusAsync(GrpcChannel channel, ServiceDescriptor service, MethodDescriptor method, Metadata headers)
    {
        var type = method.IsClientStreaming ? MethodType.ClientStreaming : method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var call = new Method<byte[], byte[]>(type, service.FullName, method.Name, Bytes, Bytes);
        var (invoker, options) = (channel.CreateCallInvoker(), new CallOptions(headers, DateTime.UtcNow.AddSeconds(20)));
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(call, null, options, []);
                    break;
                case MethodType.ServerStreaming:
                    using (var stream = invoker.AsyncServerStreamingCall(call, null, options, [])) await stream.ResponseStream.MoveNext(default);
                    break;
                default:
                    using (var stream = invoker.AsyncClientStreamingCall(call, null, options)) await stream;
                    break;
            }
            return StatusCode.OK;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }
}
