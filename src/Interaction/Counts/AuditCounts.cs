using Grpc.Core;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Counts;

/// <summary>The audit as a call, for <c>zoetrope audit</c> and for tests of the whole.</summary>
internal sealed partial class CountsService
{
    public override async Task<AuditResponse> Audit(AuditRequest request, ServerCallContext context)
    {
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        var (wrong, compared) = await new Audit(source).CompareAsync(context.CancellationToken);
        return new AuditResponse
        {
            Items = { wrong.Select(d => new CountDiscrepancy { Count = d.Count, SubjectId = d.Subject.ToString(), Shown = d.Shown, Rows = d.Rows }) },
            Compared = compared,
        };
    }
}
