using Microsoft.Extensions.Configuration;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;
using Zoetrope.Platform.Tests.Events;

// The tests; or, asked for by a kill test, the child that is going to be killed.
if (args is [KilledChild.Argument, var count])
{
    return await KilledChild.RunAsync(new ConfigurationBuilder().AddEnvironmentVariables().Build(), int.Parse(count));
}
return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, Zoetrope.Platform.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
