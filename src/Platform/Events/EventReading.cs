using Google.Protobuf;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events;

internal static class EventReading
{
    /// <summary>The event with its source and number filled in; null if the bytes are none.</summary>
    public static Event? TryParse(LoggedEvent logged)
    {
        if (TryParse(logged.Payload) is not { } parsed) return null;
        parsed.Source = logged.Source;
        parsed.Seq = logged.Seq;
        return parsed;
    }

    public static Event? TryParse(byte[] payload)
    {
        try
        {
            return Event.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
