using Grpc.Core;
using Grpc.Net.Client;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Product.Tests.Safety;

/// <summary>Where roles are apart they listen for each other; nobody else gets a word out of them, whatever method they try and whoever they say they are.</summary>
[Collection("matrix")]
[Trait("shape", "both")]
public sealed class InternalCallTests(MatrixPlace place)
{
    [Fact]
    public async Task Without_the_clusters_credential_every_method_of_every_service_refuses()
    {
        Assert.SkipUnless(ZoetropeApp.IsSplit, "In one process nothing listens for internal calls.");
        InternalCalls.Methods.Count.ShouldBeGreaterThan(80);
        var answered = new List<string>();
        foreach (var service in InternalCalls.Methods.GroupBy(method => InternalCalls.RoleOf(method.Value)))
        {
            using var channel = GrpcChannel.ForAddress(place.App.InternalUrl(service.Key));
            foreach (var (name, method) in service)
                // Saying that one is the system, or somebody's gateway, proves nothing.
                foreach (var headers in new[] { new Metadata(), new Metadata { { "zt-system", "1" } }, new Metadata { { "zt-behalf", $"{place.Owner.Me["id"]} {Guid.CreateVersion7()}" } }, new Metadata { { "zt-internal", "all.auth.1.AAAA" } } })
                    if ((await InternalCalls.CallAsync(channel, method, headers, [])).Status is var status and not StatusCode.Unauthenticated) answered.Add($"{name} with {headers.Count} headers: {status}");
        }
        answered.ShouldBeEmpty();
    }
}
