using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// The OpenAPI document, made from the code, and the page that shows it. The web app's types are generated from the copy of it in
/// <c>contracts/openapi.json</c>, which <c>tools/api-document.sh</c> writes anew.
/// </summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options)
    {
        // Slices name their records Body and Answer: the schema of one is called after its slice.
        options.CreateSchemaReferenceId = info => info.Type is { IsNested: true, DeclaringType: { } slice } nested
            ? slice.Name + nested.Name : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
        var shapes = new ApiShapes(options.CreateSchemaReferenceId);
        options.AddSchemaTransformer(shapes.Note);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Zoetrope";
            document.Info.Version = "1";
            document.Info.Description = "Short videos on your own server. Errors are application/problem+json with a stable `code`; lists are "
                + "`{ items, nextCursor }`. Browsers sign in by cookie; other clients send `\"client\": \"native\"` when they sign in and `Authorization: Bearer` afterwards.";
            // Whoever reads it has just asked the right server, so that the document is the same everywhere.
            document.Servers = [new() { Url = "/" }];
            shapes.Apply(document);
            return Task.CompletedTask;
        });
    }

    /// <summary>Says of all routes of a group how they refuse.</summary>
    public static RouteGroupBuilder RefusesWithProblems(this RouteGroupBuilder group)
        => group.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemBody), ["application/problem+json"]));

    public static void Show(ScalarOptions options) => options.WithTitle("Zoetrope API").WithOpenApiRoutePattern("/openapi/v1.json");
}
