using System.CommandLine;
using Zoetrope.Host;
using Zoetrope.Host.Commands;

var zoetrope = new RootCommand("Zoetrope, a self-hosted short-video platform. One program, many roles.")
{
    Serve.Command(),
    Migrate.Command(),
    Seed.Command(),
    Rebuild.Command(),
    Audit.Command(),
    Collect.Command(),
    Doctor.Command(),
};
try
{
    // The web host has its own, graceful answer to Ctrl-C.
    return await zoetrope.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception e) when (StartFailure.Words(e) is { } words)
{
    await Console.Error.WriteLineAsync($"\n{words}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
