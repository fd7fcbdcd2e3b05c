using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Platform.Events;

internal sealed partial class EventTail(IEventLog log, TimeProvider time, ILogger<EventTail> logger) : IEventTail
{
    private const int Batch = 1000;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public async Task<IAsyncEnumerable<Event>> OpenAsync(CancellationToken cancel)
    {
        for (var failures = 0; ;)
        {
            try
            {
                return FollowAsync([.. await log.GetEndsAsync(cancel)], cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                if (failures++ == 0) Waits(e);
                await Task.Delay(EventBackoff.After(failures), time, cancel);
            }
        }
    }

    private async IAsyncEnumerable<Event> FollowAsync(long[] positions, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var failures = 0; !cancel.IsCancellationRequested;)
        {
            await using var reader = log.OpenReader(consumer: null);
            var reading = false;
            while (true)
            {
                IReadOnlyList<LogBatch> batches;
                try
                {
                    if (!reading) await SeekAsync(reader, positions, cancel);
                    reading = true;
                    batches = await reader.ReadAsync(Batch, Wait, cancel);
                    // What a tail has missed is gone for it: screens refetch after a reconnect anyway.
                    foreach (var gap in batches.Where(batch => batch.Missing))
                    {
                        positions[gap.Partition] = (await log.GetEndsAsync(cancel))[gap.Partition];
                        await reader.SeekAsync(gap.Partition, positions[gap.Partition], cancel);
                    }
                    failures = 0;
                }
                catch (OperationCanceledException) when (cancel.IsCancellationRequested)
                {
                    yield break;
                }
                catch (Exception e)
                {
                    if (failures++ == 0) Waits(e);
                    await Task.Delay(EventBackoff.After(failures), time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                }
                foreach (var batch in batches.Where(batch => !batch.Missing))
                {
                    positions[batch.Partition] = batch.Next;
                    foreach (var logged in batch.Events)
                    {
                        if (EventReading.TryParse(logged) is { } parsed) yield return parsed;
                    }
                }
            }
        }
    }

    private static async Task SeekAsync(IEventReader reader, long[] positions, CancellationToken cancel)
    {
        for (var partition = 0; partition < positions.Length; partition++) await reader.SeekAsync(partition, positions[partition], cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The live tail cannot read the event log, trying again")]
    private partial void Waits(Exception reason);
}
