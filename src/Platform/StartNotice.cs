namespace Zoetrope.Platform;

/// <summary>
/// Something that a role wants said to whoever started the program, once it serves: the one-time setup link, for instance.
/// Register it as a singleton; null says nothing.
/// </summary>
public sealed record StartNotice(Func<IServiceProvider, CancellationToken, Task<string?>> ReadAsync);
