using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Zoetrope.Video.Data.Migrations;

/// <summary>
/// What the tables of the next migration are computed with. Both extensions are trusted: the owner of a database may
/// create them. The functions are declared immutable, which holds as long as nobody edits the unaccent rules.
/// </summary>
[DbContext(typeof(VideoDb))]
[Migration("20260101000000_SearchFunctions")]
internal sealed class SearchFunctions : Migration
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
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        drop function video_search(text, text[], text);
        drop function search_fold(text);
        """);
}
