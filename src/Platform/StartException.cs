namespace Zoetrope.Platform;

/// <summary>The program cannot start or go on; the message is for the person at the keyboard and says what to do.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
