using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Platform.Events.Postgres;

/// <summary>The database <c>events</c>, where the log lives on PostgreSQL. It has no entities: its few statements are the log's own.</summary>
public sealed class EventLogDatabase(DbContextOptions<EventLogDatabase> options) : DbContext(options);

[DbContext(typeof(EventLogDatabase))]
[Migration("20261101000000_CreateEventLog")]
internal sealed class CreateEventLog : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        -- Counters, not identities: whoever appends holds the row until it commits, so positions are dense and become visible in
        -- order. With an identity a slow committer's event would appear behind a reader that has passed it.
        create table partitions (
          partition int primary key,
          first bigint not null default 0,  -- the oldest position still kept
          next bigint not null default 0
        );
        create table sources (source text primary key, seq bigint not null);
        create table consumers (
          consumer text, partition int, position bigint not null, reported timestamptz not null default now(),
          primary key (consumer, partition)
        );
        create table log (
          partition int not null, position bigint not null, day date not null,
          source text not null, seq bigint not null, payload bytea not null,
          primary key (partition, position, day)
        ) partition by range (day);

        -- One round trip and one transaction: the source's last number, the counters, the rows, one notification.
        -- Says where the partitions end now: "3:17 5:20".
        create function append_events(of_source text, seqs bigint[], of_partitions int[], payloads bytea[])
        returns text language plpgsql as $$
        declare
          last_seq bigint;
          today date;
          ends text;
        begin
          insert into sources (source, seq) values (of_source, 0) on conflict do nothing;
          select seq into last_seq from sources where source = of_source for update;
          if seqs[cardinality(seqs)] <= last_seq then return ''; end if;
          update sources set seq = seqs[cardinality(seqs)] where source = of_source;

          -- In one order for every relay, so that two never wait for each other.
          perform 1 from partitions where partition = any(of_partitions) order by partition for update;
          -- The clock after the wait, not the transaction's start: days ascend with positions.
          today := (clock_timestamp() at time zone 'utc')::date;
          insert into log (partition, position, day, source, seq, payload)
            select n.partition, p.next + row_number() over (partition by n.partition order by n.seq) - 1,
                   today, of_source, n.seq, n.payload
            from unnest(seqs, of_partitions, payloads) as n (seq, partition, payload) join partitions p on p.partition = n.partition
            where n.seq > last_seq;
          with moved as (
            update partitions p set next = p.next + n.count
            from (select u.partition, count(*) from unnest(seqs, of_partitions) as u (seq, partition) where u.seq > last_seq group by u.partition) n
            where p.partition = n.partition
            returning p.partition, p.next)
          select string_agg(partition || ':' || next, ' ') into ends from moved;
          perform pg_notify('zoetrope_events', ends);
          return ends;
        end $$;
        """);

    protected override void Down(MigrationBuilder migrationBuilder)
        => migrationBuilder.Sql("drop function append_events; drop table log, consumers, sources, partitions;");
}
