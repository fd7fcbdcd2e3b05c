using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace Zoetrope.Gateway.Http;

/// <summary>The OpenAPI document, made from the code, and the page that shows it.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Zoetrope";
            document.Info.Version = "1";
            document.Info.Description = "Short videos on your own server. Errors are application/problem+json with a stable `code`; lists are "
                + "`{ items, nextCursor }`. Browsers sign in by cookie; other clients send `\"client\": \"native\"` when they sign in and `Authorization: Bearer` afterwards.";
            return Task.CompletedTask;
        });
        // Slices name their records Body and Answer: the schema of one is called after its slice.
        options.CreateSchemaReferenceId = info => info.Type is { IsNested: true, DeclaringType: { } slice } nested
            ? slice.Name + nested.Name : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
    }

    public static void Show(ScalarOptions options) => options.WithTitle("Zoetrope API").WithOpenApiRoutePattern("/openapi/v1.json");
}
