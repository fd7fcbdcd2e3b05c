using System.Net.Sockets;
using Confluent.Kafka;
using Google.Protobuf;
using Npgsql;
using StackExchange.Redis;

namespace Zoetrope.Platform.Events;

/// <summary>Tells what passes by itself, if one waits, from what fails every time.</summary>
internal static class EventFailures
{
    public static bool IsTransient(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException postgres:
                    return IsTransient(postgres.SqlState);
                case InvalidProtocolBufferException:
                    // An IOException by descent, and as deterministic as can be.
                    return false;
                case NpgsqlException or SocketException or TimeoutException or OperationCanceledException or IOException
                    or KafkaException or RedisConnectionException or RedisTimeoutException:
                    return true;
            }
        }
        return false;
    }

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static bool IsTransient(string state) => state[..2] switch
    {
        "08" => true, // connection
        "28" => true, // password being changed
        "3D" => true, // the database is not there yet
        "40" => true, // deadlock, serialisation
        "53" => true, // disk full, too many connections
        "55" => true, // lock not available
        "57" => true, // shutdown, cancelled
        "58" => true, // disk trouble
        "XX" => true, // server trouble
        // A table or column that is not there means a migration that has not run: better late than every event declared dead.
        // 25006, read-only, is a standby during a failover.
        _ => state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName,
    };
}

/// <summary>How long to wait after a number of failures in a row: 0.1 s, doubled up to 5 s.</summary>
internal static class EventBackoff
{
    public static TimeSpan After(int failures) => TimeSpan.FromMilliseconds(Math.Min(5000, 100 << Math.Min(failures - 1, 10)));
}
