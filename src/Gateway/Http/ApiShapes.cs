using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Zoetrope.Gateway.Http;

/// <summary>
/// Makes the document say what really travels. Left alone it calls every number "number or string" (because we would read both), every
/// member required, and every word any word.
/// </summary>
/// <param name="idOf">The name of a type's schema, null for those written in place.</param>
internal sealed class ApiShapes(Func<JsonTypeInfo, string?> idOf)
{
    private static readonly Dictionary<string, OpenApiMediaType> EmptyContent = [];

    // Members that are left out instead of being null, and members that a caller has to send, by schema.
    private readonly ConcurrentDictionary<string, string[]> _leftOut = new(), _demanded = new();

    // Records that stand for one of their members.
    private readonly ConcurrentDictionary<string, bool> _either = new();

    /// <summary>Corrects one schema, and remembers of its members what only the whole document can be told.</summary>
    public Task Note(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        if (schema.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))) (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        if (ChoicesOf(context) is { } choices)
        {
            var texts = schema.Items as OpenApiSchema ?? schema;
            texts.Enum = [.. choices.Words.Select(word => (JsonNode)word)];
            if (texts.Type is { } of && of.HasFlag(JsonSchemaType.Null)) texts.Enum.Add(JsonNullSentinel.JsonNull);
        }
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && idOf(context.JsonTypeInfo) is { } id)
        {
            var members = context.JsonTypeInfo.Properties;
            if (context.JsonTypeInfo.Type.IsDefined(typeof(EitherAttribute), inherit: false)) _either[id] = true;
            _leftOut[id] = [.. members.Where(member => Marks<JsonIgnoreAttribute>(member) is [{ Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault }])
                .Select(member => member.Name)];
            _demanded[id] = [.. members.Where(member => Marks<RequiredAttribute>(member).Length > 0).Select(member => member.Name)];
        }
        return Task.CompletedTask;
    }

    public void Apply(OpenApiDocument document)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        foreach (var answers in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value.Responses))
        {
            // Whatever its status, a refusal has the one shape.
            if (answers is not null && answers.Remove("400", out var refusal)) (answers["default"], refusal.Description) = (refusal, "A refusal");
        }
        var operations = document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value).ToArray();
        var sent = Reached(operations.SelectMany(operation => operation.RequestBody?.Content ?? EmptyContent).Select(body => body.Value.Schema), schemas);
        var answered = Reached(operations.SelectMany(operation => operation.Responses ?? []).SelectMany(answer => answer.Value.Content ?? EmptyContent).Select(body => body.Value.Schema), schemas);
        foreach (var (id, schema) in schemas)
        {
            foreach (var one in (schema.AnyOf ?? []).OfType<OpenApiSchemaReference>())
            {
                // Without its tag nobody could tell one of several shapes from the others.
                if (schema.Discriminator?.PropertyName is { } tag && schemas[one.Reference.Id!] is OpenApiSchema shape) (shape.Required ??= new HashSet<string>()).Add(tag);
            }
            if (schema is not OpenApiSchema { Properties: { } members } open) continue;
            if (_either.ContainsKey(id))
            {
                (open.AnyOf, open.Type, open.Properties, open.Required) = ([.. members.Values], null, null, null);
                continue;
            }
            foreach (var name in _leftOut.GetValueOrDefault(id, []).Where(members.ContainsKey)) (members[name], _) = (NeverNull(members[name]), open.Required?.Remove(name));
            if (!sent.Contains(id) || answered.Contains(id)) continue;
            // In a body, what may be null may as well be absent.
            var demanded = _demanded.GetValueOrDefault(id, []);
            foreach (var name in members.Keys.ToArray())
            {
                if (demanded.Contains(name)) members[name] = NeverNull(members[name]);
                else if (MayBeNull(members[name])) open.Required?.Remove(name);
            }
        }
    }

    private static ChoicesAttribute? ChoicesOf(OpenApiSchemaTransformerContext context)
        => context.JsonPropertyInfo is { } property ? Marks<ChoicesAttribute>(property).FirstOrDefault()
            : (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo.GetCustomAttribute<ChoicesAttribute>();

    private static T[] Marks<T>(JsonPropertyInfo property) where T : Attribute => [.. property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>() ?? []];

    private static bool IsNull(IOpenApiSchema schema) => schema is OpenApiSchema { Type: JsonSchemaType.Null };

    private static bool MayBeNull(IOpenApiSchema schema)
        => schema is OpenApiSchema open && (open.Type?.HasFlag(JsonSchemaType.Null) == true || open.OneOf?.Any(IsNull) == true);

    private static IOpenApiSchema NeverNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema open) return schema;
        if (open.OneOf is { Count: 2 } either && either.Any(IsNull)) return either.First(one => !IsNull(one));
        open.Type &= ~JsonSchemaType.Null;
        if (open.Enum is { } words) open.Enum = [.. words.Where(word => !word.IsJsonNullSentinel())];
        return open;
    }

    /// <summary>The names of all schemas that are reached from these.</summary>
    private static HashSet<string> Reached(IEnumerable<IOpenApiSchema?> from, IDictionary<string, IOpenApiSchema> schemas)
    {
        var (found, open) = (new HashSet<string>(), new Stack<IOpenApiSchema?>(from));
        while (open.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (found.Add(id) && schemas.TryGetValue(id, out var named)) open.Push(named);
                continue;
            }
            IEnumerable<IOpenApiSchema?> within = [.. schema?.Properties?.Values ?? [], schema?.Items, schema?.AdditionalProperties, .. schema?.OneOf ?? [], .. schema?.AnyOf ?? [], .. schema?.AllOf ?? []];
            foreach (var one in within.Where(one => one is not null)) open.Push(one);
        }
        return found;
    }
}
