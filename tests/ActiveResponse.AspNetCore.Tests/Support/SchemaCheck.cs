using System.Text.Json;

namespace ActiveResponse.AspNetCore.Tests.Support;

/// <summary>Checks JSON against a schema of an OpenAPI document; members the schema doesn't know are wrong too.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IEnumerable<string> ProblemsOf(JsonElement schema, JsonElement value, string at)
    {
        schema = Resolved(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().Any(choice => !ProblemsOf(choice, value, at).Any()) ? [] : [$"{at} fits no choice"];
        }

        if (!HasType(schema, value))
        {
            return [$"{at} is {value.ValueKind}, not {schema}"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object when schema.TryGetProperty("additionalProperties", out var each) => value
                .EnumerateObject()
                .SelectMany(member => ProblemsOf(each, member.Value, $"{at}.{member.Name}")),
            JsonValueKind.Object => OfObject(schema, value, at),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => ProblemsOf(schema.GetProperty("items"), item, at + "[]")),
            _ => [],
        };
    }

    private IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string at)
    {
        var known = schema.GetProperty("properties");
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(static name => name.GetString()!))
            {
                if (!value.TryGetProperty(name, out _))
                {
                    yield return $"{at}.{name} is missing";
                }
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!known.TryGetProperty(member.Name, out var of))
            {
                yield return $"{at}.{member.Name} isn't described";
                continue;
            }

            foreach (var problem in ProblemsOf(of, member.Value, $"{at}.{member.Name}"))
            {
                yield return problem;
            }
        }
    }

    private JsonElement Resolved(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        return schema;
    }

    private static bool HasType(JsonElement schema, JsonElement value)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return true;
        }

        var types =
            type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static item => item.GetString()) : [type.GetString()];
        return types.Contains(
            value.ValueKind switch
            {
                JsonValueKind.Object => "object",
                JsonValueKind.Array => "array",
                JsonValueKind.String => "string",
                JsonValueKind.Null => "null",
                JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
                _ => "boolean",
            }
        );
    }
}
