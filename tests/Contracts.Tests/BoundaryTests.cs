using System.Reflection;

namespace Zoetrope.Contracts.Tests;

/// <summary>Services know the contracts and Platform, and nothing of each other: that is what lets them run apart.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] Services = ["Auth", "Video", "Interaction", "Notification", "Recommendation", "Gateway"];

    public static TheoryData<string> All => [.. Services];

    [Theory]
    [MemberData(nameof(All))]
    public void A_service_references_only_contracts_and_platform(string service)
        => Ours(Assembly.Load($"Zoetrope.{service}")).ShouldBeSubsetOf(["Zoetrope.Contracts", "Zoetrope.Platform"]);

    [Fact]
    public void Platform_references_only_contracts_and_contracts_reference_nothing_of_ours()
    {
        Ours(Assembly.Load("Zoetrope.Platform")).ShouldBeSubsetOf(["Zoetrope.Contracts"]);
        Ours(Assembly.Load("Zoetrope.Contracts")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_services_grpc_classes_and_tables_stay_inside(string service)
        => Assembly.Load($"Zoetrope.{service}").GetExportedTypes()
            .Where(type => type.Name.EndsWith("Db", StringComparison.Ordinal) || type.BaseType?.Name.EndsWith("Base", StringComparison.Ordinal) == true)
            .Select(type => type.Name).ShouldBeEmpty();

    private static IEnumerable<string> Ours(Assembly assembly)
        => assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Zoetrope.", StringComparison.Ordinal));
}
