using System.Globalization;

namespace Zoetrope.Platform.Embedded;

/// <summary>The server's configuration, written anew at each start.</summary>
internal static class PostgresSettings
{
    /// <summary>Local socket and password only; there is no way in over the network.</summary>
    public const string HostBasedAuthentication = "local all all scram-sha-256\n";

    /// <summary>More than <c>Database:MaxConnections</c> (90), so that doctor and backups still get in.</summary>
    public const int MaxConnections = 120;

    /// <param name="durable">False only in tests: no fsync, a lost power supply loses the cluster.</param>
    public static string Write(string socketFolder, bool durable) => string.Create(CultureInfo.InvariantCulture, $"""
        # Written by Zoetrope at every start. Put your own settings in postgresql.local.conf beside it.
        listen_addresses = ''
        unix_socket_directories = '{socketFolder.Replace("'", "''", StringComparison.Ordinal)}'
        unix_socket_permissions = 0700
        max_connections = {MaxConnections}
        password_encryption = 'scram-sha-256'

        # A laptop's share of memory; PostgreSQL leans on the page cache beyond it.
        shared_buffers = '128MB'
        effective_cache_size = '1GB'
        work_mem = '8MB'
        maintenance_work_mem = '64MB'
        random_page_cost = 1.1
        jit = off

        # An acknowledged write is on disk. wal_level is what a backup of the running cluster needs.
        fsync = {(durable ? "on" : "off")}
        synchronous_commit = {(durable ? "on" : "off")}
        full_page_writes = {(durable ? "on" : "off")}
        wal_level = {(durable ? "replica" : "minimal")}
        max_wal_senders = 0
        min_wal_size = '80MB'
        max_wal_size = '512MB'
        checkpoint_timeout = '10min'

        autovacuum_naptime = '20s'
        idle_in_transaction_session_timeout = '60s'
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'iso, ymd'
        default_text_search_config = 'pg_catalog.simple'

        # One file per weekday, overwritten a week later.
        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = '1d'
        log_rotation_size = 0
        log_line_prefix = '%m [%p] %q%a %d '
        log_min_duration_statement = '2s'
        include_if_exists = 'postgresql.local.conf'

        """);
}
