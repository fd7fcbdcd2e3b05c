using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Video.Data.Migrations;

/// <summary>
/// The search index, which the model does not know: a column that the database computes, and trigrams of tags. Both extensions
/// are trusted: the owner of a database may create them. The functions are declared immutable, which holds as long as nobody
/// edits the unaccent rules; <c>simple</c>, because a clip's words come in any language.
/// </summary>
[DbContext(typeof(VideoDb))]
[Migration("20260103000000_Search")]
internal sealed class Search : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create extension if not exists unaccent with schema public;
        create extension if not exists pg_trgm with schema public;

        create function search_fold(words text) returns text language sql immutable strict parallel safe
            as $$ select lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

        create function video_search(title text, tags text[], description text) returns tsvector language sql immutable parallel safe
            as $$ select setweight(to_tsvector('simple'::regconfig, search_fold(title)), 'A')
                      || setweight(to_tsvector('simple'::regconfig, search_fold(array_to_string(tags, ' '))), 'B')
                      || setweight(to_tsvector('simple'::regconfig, search_fold(description)), 'C') $$;

        -- The words as people type them; the last one may be unfinished, unless it is quoted or excluded.
        create function search_query(words text) returns tsquery language sql immutable strict parallel safe as $$
            select case when typed::text ~ '^.*''[^'']+''$' and words !~ '["\s]$' and words !~ '-\S+$' then (typed::text || ':*')::tsquery else typed end
            from (select websearch_to_tsquery('simple'::regconfig, search_fold(words)) as typed) as parsed $$;

        alter table videos add column search tsvector generated always as (video_search(title, tags, description)) stored;
        create index ix_videos_search on videos using gin (search);
        create index ix_tags_trigrams on tags using gin (search_fold(tag) gin_trgm_ops);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        drop index ix_tags_trigrams;
        alter table videos drop column search;
        drop function search_query(text);
        drop function video_search(text, text[], text);
        drop function search_fold(text);
        """);
}
