using System.CommandLine;
using Zoetrope.Host.Commands;
using Zoetrope.Platform;

var zoetrope = new RootCommand("Zoetrope, a self-hosted short-video platform. One program, many roles.")
{
    Serve.Command(),
    Migrate.Command(),
    Seed.Command(),
    Rebuild.Command(),
    Doctor.Command(),
};
try
{
    // The web host has its own, graceful answer to Ctrl-C.
    return await zoetrope.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (StartException e)
{
    await Console.Error.WriteLineAsync($"\n{e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
